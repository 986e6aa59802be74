// Load on all doors: dossiers, papers, documents and records of people whom nobody else has, so that what counts twice shows.

import { concern, oneStopEvents, sharedPapers } from '#infra/demo/cloud-event.ts';
import { type DoorUrls, type Receipt, sendMessage } from '#infra/demo/doors.ts';
import { documentMessage } from '#infra/demo/edxml.ts';
import { dossierSync } from '#infra/demo/national-sync.ts';
import type { Person } from '#infra/demo/people.ts';
import type { Message } from '#infra/demo/row.ts';
import { COMMUNE, PROVINCE } from '#infra/demo/units.ts';
import type { Chance } from '../support/seeded.ts';

/** Somebody for one message only. */
export function personOf(nth: number): Person {
  return {
    name: `Người thử ${nth}`,
    subject: { type: 'PERSON', id: `0251${String(90_000_000 + nth)}` },
  };
}

type Kind = (nth: number) => Message;

/** What a client of the hub sends, each kind through its own door. */
const KINDS: readonly Kind[] = [
  function confirmation(nth) {
    const { name, subject } = personOf(nth);
    return dossierSync({
      MaHoSo: `${COMMUNE.agencyCode}-260302-${nth}`,
      MaTTHC: '1.004873',
      TenTTHC: 'Xác nhận',
      ChuHoSo: name,
      SoGiayToChuHoSo: subject.id,
      DinhDanhCHS: [subject.id],
      Email: 'thu@example.vn',
      SoDienThoai: '0900000000',
      TrichYeuHoSo: 'Thử',
      NgayNopHoSo: '20260302080000',
      NgayTiepNhan: '20260302081500',
      NgayHenTra: '20260305170000',
      TrangThaiHoSo: '10',
      NgayKetThucXuLy: '20260303090000',
      NgayTra: '20260303100000',
      TaiLieuNop: [{ TepDinhKemId: `${nth}`, TenTepDinhKem: 'Tờ khai.pdf' }],
      DanhSachGiayToKetQua: [
        {
          TenGiayTo: 'Giấy xác nhận tình trạng hôn nhân.pdf',
          DuongDanTepTinKetQua: `https://files.example.vn/kq/${nth}.pdf`,
          MaGiayToKetQua: 'KQ.G15.000038',
        },
      ],
    });
  },
  function permit(nth) {
    const dossier = `${COMMUNE.agencyCode}-260401-${nth}`;
    const common = { agency: COMMUNE.agencyCode, subject: dossier };
    return oneStopEvents(
      {
        ...common,
        id: `${dossier}-submitted`,
        type: 'vn.gov.one-stop-shop.dossier-submitted.v1',
        time: '2026-04-01T02:00:00.000Z',
        data: { concerns: [concern('APPLICANT', personOf(nth))], procedureCode: '1.013225' },
      },
      {
        ...common,
        id: `${dossier}-permit`,
        type: 'vn.gov.one-stop-shop.result-issued.v1',
        time: '2026-04-20T02:00:00.000Z',
        data: {
          concerns: [concern('HOLDER', personOf(nth))],
          dossierCode: dossier,
          paper: { resultCode: 'KQ.G17.000311', number: `${nth}/GPXD`, signatureStatus: 'VALID' },
        },
      },
      {
        ...common,
        id: `${dossier}-returned`,
        type: 'vn.gov.one-stop-shop.result-returned.v1',
        time: '2026-04-20T03:00:00.000Z',
        data: {},
      },
    );
  },
  function birthCertificate(nth) {
    return sharedPapers({
      id: `shared-${nth}`,
      agency: COMMUNE.agencyCode,
      type: 'vn.gov.shared.paper-shared.v1',
      time: '2026-05-01T02:00:00.000Z',
      data: {
        concerns: [concern('CHILD', personOf(nth))],
        paper: { paperKind: 'BIRTH_CERTIFICATE', number: `${nth}/2000`, issuedOn: '2026-05-01' },
      },
    });
  },
  function decision(nth) {
    return documentMessage({
      from: COMMUNE,
      to: [PROVINCE],
      number: String(nth),
      notation: 'QĐ-UBND',
      promulgatedOn: '2026/05/04',
      typeName: 'Quyết định',
      subject: `Quyết định thử ${nth}`,
      signer: { competence: 'CHỦ TỊCH', position: 'CHỦ TỊCH', name: 'Người Ký' },
    });
  },
  function record(nth) {
    const { name, subject } = personOf(nth);
    const body = {
      code: `${COMMUNE.agencyCode}-CB-${nth}`,
      personalId: subject.id,
      name,
      birthDate: '1990-01-01',
      unit: COMMUNE.agencyCode,
      position: 'Công chức',
      kind: 'CIVIL_SERVANT',
      recruitedOn: '2015-01-01',
      contracts: [],
      degrees: [],
      certificates: [],
      salaryRecords: [],
      leaves: [],
      positions: [{ agencyCode: COMMUNE.agencyCode, title: 'Công chức', from: '2015-01-01' }],
      socialInsuranceNumber: `25${90_000_000 + nth}`,
      status: 'WORKING',
      asOf: '2026-05-05',
    };
    return { door: 'RECORDS', body };
  },
];

/** What was acknowledged, and of how many messages. */
export class Load {
  readonly receipts: Receipt[] = [];
  /** Persons of whom a paper was acknowledged. */
  readonly holders: Person[] = [];
  messages = 0;
  /** Tries that failed and were repeated. */
  troubles = 0;
  readonly #chance: Chance;
  readonly #urls: DoorUrls;
  #next = 0;
  #over = false;

  constructor(chance: Chance, urls: DoorUrls) {
    this.#chance = chance;
    this.#urls = urls;
  }

  /** Clients that send one message after the other until `stop`; rejects when a message is refused or never taken. */
  async run(clients: number): Promise<void> {
    await Promise.all(Array.from({ length: clients }, () => this.#client()));
  }

  /** No new messages; those on their way are brought to their end. */
  stop(): void {
    this.#over = true;
  }

  async #client(): Promise<void> {
    while (!this.#over) {
      const nth = this.#next++;
      const kind = this.#chance.pick(KINDS);
      const receipts = await sendMessage(kind(nth), this.#urls, {
        timeoutMs: 90_000,
        pauseMs: 100,
        onTrouble: () => {
          this.troubles += 1;
        },
      });
      this.messages += 1;
      this.receipts.push(...receipts);
      if (['confirmation', 'permit', 'birthCertificate'].includes(kind.name))
        this.holders.push(personOf(nth));
    }
  }
}
