// The page in a real browser: choosing, asking, both languages, nothing from elsewhere. Skipped, loudly, without Chromium.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AN,
  birthCertificate,
  commune,
  LAN,
  landCertificate,
  MARRIAGE_DOSSIER,
  MINH,
  marriage,
  personnelRecord,
} from './lives.ts';
import { knowing, openRoom, type Room } from './portal-room.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const missing = !existsSync(CHROMIUM);
if (missing)
  console.warn(`SKIPPED: there is no Chromium at ${CHROMIUM}; the portal's page was not looked at`);
/** Where pictures go, for whoever wants to look; nowhere unless set. */
const PICTURES = process.env['PICTURES'];

const DEMO = {
  people: [
    { key: 'LAN', name: 'Lý Ngọc Lan', subject: LAN, note: { vi: 'giáo viên', en: 'teacher' } },
    { key: 'MINH', name: 'Đỗ Quang Minh', subject: MINH },
    { key: 'AN', name: 'Đỗ Lý An', subject: AN },
  ],
  questions: [
    {
      title: { vi: 'Hưởng chế độ thai sản', en: 'Maternity benefit' },
      procedureCode: '2.000693',
      subjects: [
        { role: 'APPLICANT', ...LAN },
        { role: 'CHILD', ...AN },
      ],
      on: '2026-07-01',
    },
    {
      title: { vi: 'Đăng ký thường trú', en: 'Permanent residence' },
      procedureCode: '1.004222',
      subjects: [{ role: 'APPLICANT', ...MINH }],
      on: '2026-07-01',
    },
  ],
};

describe.skipIf(missing)('the page', () => {
  let room: Room;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    room = await openRoom({ demo: DEMO });
    const facts = [
      ...commune(),
      ...marriage(),
      ...landCertificate(),
      ...birthCertificate(),
      ...personnelRecord(),
    ];
    const receipts = await room.publish(facts);
    await room.ask(`/v1/procedures?${knowing(receipts)}`);
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    page = await browser.newPage({ locale: 'vi-VN', viewport: { width: 1280, height: 900 } });
    page.on('console', (line) => {
      // The browser itself complains of every 422.
      if (line.type() === 'error' && !line.text().includes('status of 422')) complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(room.address);
  });
  afterAll(async () => {
    await browser?.close();
    await room.close();
  });

  async function picture(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
  }

  test('greets in Vietnamese and offers persons, situations and procedures', async () => {
    await page.getByLabel('Thủ tục', { exact: true }).selectOption('1.004222');
    expect(await page.locator('html').getAttribute('lang')).toBe('vi');
    expect(await page.getByLabel('Tình huống có sẵn').locator('option').allTextContents()).toContain(
      'Đăng ký thường trú',
    );
    await picture('welcome-desktop-vi');
  });

  test('strikes out what is held and says what is left to bring', async () => {
    await page.getByLabel('Tình huống có sẵn').selectOption({ label: 'Đăng ký thường trú' });
    await page.getByRole('heading', { name: 'Chỉ còn phải mang 1 giấy tờ' }).waitFor();
    expect(await page.locator('.paper s').allTextContents()).toEqual([
      'Giấy tờ chứng minh chỗ ở hợp pháp',
      'Giấy tờ chứng minh quan hệ nhân thân',
    ]);
    const dwelling = page.locator('[data-ordinal="2"]');
    await dwelling.getByText('DD 100200', { exact: true }).waitFor();
    await dwelling.getByText('Bằng chứng: 1 sự kiện').click();
    await dwelling.getByText(/gov\.shared\.paper\.v1\/\d+\/\d+ · land-DD 100200/).waitFor();
    await picture('residence-desktop-vi');
  });

  test('says everything again in English when asked to', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Only 1 to bring' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByText('2 of 3 papers are held by the State').waitFor();
    await page.getByText('Fill in this form').waitFor();
    await picture('residence-desktop-en');
  });

  test('shows the fields that are filled in already, the child in its own role', async () => {
    await page.getByLabel('Try a situation').selectOption({ label: 'Maternity benefit' });
    const filled = page.locator('.filled');
    await filled.getByText('0101234567').waitFor();
    await filled.getByText('Lý Ngọc Lan').waitFor();
    await filled.getByText('UBND xã Cao Phong').waitFor();
    expect(await page.getByRole('combobox', { name: 'Child' }).inputValue()).toBe('AN');
    await picture('maternity-desktop-en');
  });

  test("opens a paper's dossier with its timeline", async () => {
    await page.getByRole('combobox', { name: 'Applicant' }).selectOption('LAN');
    await page.getByRole('button', { name: 'Show the papers held for this person' }).click();
    await page.getByRole('heading', { name: 'Papers that are held' }).waitFor();
    await picture('papers-desktop-en');
    await page.getByRole('button', { name: MARRIAGE_DOSSIER }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Lý Ngọc Lan, Đỗ Quang Minh').waitFor();
    expect(await dialog.locator('.timeline span').allTextContents()).toEqual([
      'Dossier submitted',
      'Result issued',
      'Result returned',
    ]);
    await picture('dossier-desktop-en');
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  test('asks as the hub knew at an earlier instant', async () => {
    await page.getByLabel('Try a situation').selectOption({ label: 'Permanent residence' });
    await page.getByRole('heading', { name: 'Only 1 to bring' }).waitFor();
    await page.getByText('More options').click();
    await page.getByLabel('As known by (time in Vietnam)').fill('2026-03-25T08:00:00');
    await page.getByRole('button', { name: 'Check the papers' }).click();
    await page.getByText('1 of 3 papers are held by the State').waitFor();
    expect(await page.locator('.paper s').allTextContents()).toEqual(['Proof of kinship']);
  });

  test('says what is wrong with an identifier typed by hand', async () => {
    await page.getByRole('combobox', { name: 'Applicant' }).selectOption({ label: 'Type an identifier…' });
    await page.getByPlaceholder('Identifier').fill('12345');
    await page.getByRole('button', { name: 'Check the papers' }).click();
    await page.getByRole('alert').getByText('The identifier does not have the right form').waitFor();
    expect(await page.getByPlaceholder('Identifier').getAttribute('aria-invalid')).toBe('true');
    await picture('fault-desktop-en');
  });

  test('fits a phone, light and dark, without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.getByRole('button', { name: 'Tiếng Việt' }).click();
      await page.getByLabel('Tình huống có sẵn').selectOption({ label: 'Hưởng chế độ thai sản' });
      await page.locator('.filled').waitFor();
      const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(sideways).toBeLessThanOrEqual(0);
      await picture(`maternity-phone-vi-${colorScheme}`);
      await page.getByRole('button', { name: 'English' }).click();
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await picture('maternity-desktop-en-dark');
  });

  test('says above a dossier that something came for it which nobody could read', async () => {
    const letter = room.hub.raw('dossiers', MARRIAGE_DOSSIER, Buffer.from('no such thing'));
    const [position] = await room.hub.send([letter]);
    await room.ask(
      `/v1/procedures?minPosition=${position?.topic}/${position?.partition}/${position?.offset}&wait=20s`,
    );
    await page.getByRole('combobox', { name: 'Applicant' }).selectOption('LAN');
    await page.getByRole('button', { name: 'Show the papers held for this person' }).click();
    await page.getByRole('button', { name: MARRIAGE_DOSSIER }).first().click();
    const dialog = page.getByRole('dialog');
    const note = dialog.getByText('Something came for this dossier that could not be read yet');
    await note.waitFor();
    expect(await note.getAttribute('class')).toBe('banner bad');
    await picture('dossier-unread-desktop-en');
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  test('takes nothing from elsewhere, and its policy would let nothing in', async () => {
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => new URL(url).origin !== new URL(room.address).origin)).toEqual([]);
    const policy = (await room.ask('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
  });
});
