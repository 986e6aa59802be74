// Everything personal that the story's messages say, collected from the messages themselves by the names of their members: a
// message that says more is searched for more.

import people from '#infra/demo/people.json' with { type: 'json' };
import { STEPS } from '#infra/demo/story.ts';

const MEMBERS: ReadonlySet<string> = new Set(
  `ChuHoSo SoGiayToChuHoSo SoDinhDanh Email SoDienThoai TrichYeuHoSo ThongTinTra
   NguoiYeuCauBoSung NoiDungBoSung NguoiTiepNhanBoSung ThongTinTiepNhan NguoiXuLy ChucDanh NoiDungXuLy
   personalId birthDate deathDate socialInsuranceNumber`.split(/\s+/),
);
/** In edXML, by element. */
const ELEMENTS = ['Subject', 'FullName', 'Position', 'Staff', 'Email', 'Mobile', 'Description'];

/** The story's personal values, each once. */
export function personalValues(): readonly string[] {
  const found = new Set<string>();
  for (const { name, subject } of people.people) found.add(name).add(subject.id);
  for (const { body } of STEPS.flatMap(({ messages }) => messages)) {
    if (typeof body === 'string') collectFromXml(body, found);
    else collect(body, found);
  }
  return [...found].filter((value) => value.length > 3);
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (MEMBERS.has(name) && typeof member === 'string') found.add(member);
      else if (name === 'person' && 'name' in value) found.add(String(value.name));
      collect(member, found);
    }
  }
}

function collectFromXml(xml: string, found: Set<string>): void {
  for (const element of ELEMENTS) {
    for (const [, text = ''] of xml.matchAll(new RegExp(`<edXML:${element}>([^<]*)<`, 'g'))) found.add(text);
  }
}

/** Where any spelling of a value stands in bytes: NFC, NFD, capitals, escaped as in JSON or in a URL. */
export function leaksIn(bytes: Buffer, values: readonly string[]): readonly string[] {
  return values.filter((value) => spellingsOf(value).some((spelling) => bytes.includes(spelling)));
}

function spellingsOf(value: string): readonly string[] {
  const escaped = value.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const composed = value.normalize('NFC');
  return [
    composed,
    composed.normalize('NFD'),
    composed.toUpperCase(),
    composed.toLowerCase(),
    escaped,
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
    Buffer.from(value).toString('hex'),
  ];
}
