/**
 * Reads fields out of an element tree and collects every fault on the way, each with its path
 * (`/MessageHeader/To[1]/OrganId`), so that a sender learns all of them at once. «N/A» and blanks are absent.
 */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { textFault } from '#shared/pure/text.ts';
import { type Day, type Instant, isDay, parseNativeTime } from '#shared/pure/time.ts';
import type { XmlElement } from './xml.ts';

const LINE_LENGTH_MAX = 1000;
const TEXT_LENGTH_MAX = 100_000;
const LIST_MAX = 1000;
const BLANKS = ' \t\r\n';
const NOTHING = 'N/A';

/** One element, or the place where it is missing: reading from nothing gives nothing. */
export class ElementReader {
  readonly path: string;
  readonly #element: XmlElement | undefined;
  readonly #faults: Fault[];

  constructor(element: XmlElement | undefined, path: string, faults: Fault[]) {
    this.#element = element;
    this.path = path;
    this.#faults = faults;
  }

  get isPresent(): boolean {
    return this.#element !== undefined;
  }

  /** The only child of that name; a second one is a fault. */
  child(name: string): ElementReader {
    const [first, second] = this.#named(name);
    const path = `${this.path}/${name}`;
    if (second !== undefined) this.fault('FIELD_REPEATED', `one ${name}`, `${name}[2]`);
    return new ElementReader(first, path, this.#faults);
  }

  /** A child whose own path starts anew: envelope levels are left out of the paths that senders read. */
  level(name: string): ElementReader {
    const child = this.child(name);
    if (!child.isPresent) child.fault('FIELD_REQUIRED', `the element ${name}`);
    return new ElementReader(this.#named(name)[0], '', this.#faults);
  }

  /** All children of that name, counted from 1 in their paths. */
  children(name: string): ElementReader[] {
    const found = this.#named(name);
    if (found.length > LIST_MAX) this.fault('LIST_TOO_LONG', `at most ${LIST_MAX} of ${name}`, name);
    return found
      .slice(0, LIST_MAX)
      .map(
        (element, index) => new ElementReader(element, `${this.path}/${name}[${index + 1}]`, this.#faults),
      );
  }

  /** A line of text without the blanks around it. */
  line(name: string): string | undefined {
    return trimmed(this.child(name).ownText(LINE_LENGTH_MAX));
  }

  /** A text exactly as sent. */
  verbatim(name: string): string | undefined {
    return this.child(name).ownText(TEXT_LENGTH_MAX);
  }

  /** The lines of all children of that name that say something. */
  lines(name: string): string[] {
    return this.children(name).flatMap((child) => trimmed(child.ownText(LINE_LENGTH_MAX)) ?? []);
  }

  /** As `line`; absent is a fault, and an empty text is given instead. */
  requiredLine(name: string): string {
    return this.#required(name, this.line(name), 'a value') ?? '';
  }

  /** As `verbatim`; absent is a fault, and an empty text is given instead. */
  requiredVerbatim(name: string): string {
    return this.#required(name, this.verbatim(name), 'a value') ?? '';
  }

  /** An agency code in the hub's one form. */
  requiredAgency(name: string): string {
    return this.#required(name, this.agency(name), 'an agency code such as H44.150') ?? '';
  }

  agency(name: string): string | undefined {
    return this.#parsed(name, normaliseAgencyCode, 'AGENCY_CODE_INVALID', 'an agency code such as H44.150');
  }

  /** The agency codes of all children of that name. */
  agencies(name: string): string[] {
    return this.children(name).flatMap((child) => {
      const text = trimmed(child.ownText(LINE_LENGTH_MAX));
      const code = text === undefined ? undefined : normaliseAgencyCode(text);
      if (code === undefined) child.fault('AGENCY_CODE_INVALID', 'an agency code such as H44.150');
      return code ?? [];
    });
  }

  requiredDay(name: string): Day {
    return this.#required(name, this.day(name), 'a day, yyyy/MM/dd') ?? '';
  }

  day(name: string): Day | undefined {
    return this.#parsed(name, parseEdxmlDay, 'FIELD_DATE_INVALID', 'an existing day, yyyy/MM/dd');
  }

  /** Local time of Vietnam, `yyyy/MM/dd HH:mm:ss`. */
  requiredInstant(name: string): Instant {
    const at = this.#parsed(
      name,
      parseEdxmlTime,
      'FIELD_TIME_INVALID',
      'an existing time, yyyy/MM/dd HH:mm:ss',
    );
    return this.#required(name, at, 'a time, yyyy/MM/dd HH:mm:ss') ?? 0;
  }

  count(name: string): number | undefined {
    const parse = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
    return this.#parsed(name, parse, 'FIELD_NUMBER_INVALID', 'a whole number of at most nine digits');
  }

  /** Records a fault of this element, or of a field below it. */
  fault(code: string, expected: string, below?: string, hint?: string): void {
    const pointer = below === undefined ? this.path : `${this.path}/${below}`;
    this.#faults.push(hint === undefined ? { pointer, code, expected } : { pointer, code, expected, hint });
  }

  /** This element's text as sent; undefined where it says nothing. */
  ownText(lengthMax: number): string | undefined {
    const element = this.#element;
    if (element === undefined) return undefined;
    if (element.children.length > 0) this.fault('FIELD_NOT_TEXT', 'text without elements in it');
    if (element.text.length > lengthMax) this.fault('FIELD_TOO_LONG', `at most ${lengthMax} characters`);
    if (saysNothing(element.text)) return undefined;
    const fault = textFault(element.text);
    if (fault !== undefined)
      this.fault(`TEXT_${fault}`, 'text without NUL, lone surrogates, bidirectional controls');
    return element.text;
  }

  #named(name: string): readonly XmlElement[] {
    return this.#element?.children.filter((child) => child.name === name) ?? [];
  }

  #parsed<T>(
    name: string,
    parse: (text: string) => T | undefined,
    code: string,
    expected: string,
  ): T | undefined {
    const text = this.line(name);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined) this.fault(code, expected, name);
    return value;
  }

  /** A field that is there but wrong has its fault already. */
  #required<T>(name: string, value: T | undefined, expected: string): T | undefined {
    if (value === undefined && saysNothing(this.#named(name)[0]?.text ?? '')) {
      this.fault('FIELD_REQUIRED', expected, name);
    }
    return value;
  }
}

function saysNothing(text: string): boolean {
  const said = trimmed(text);
  // By length first: of a file's text a copy in capitals would cost 50 ms.
  return said === '' || (said.length === NOTHING.length && said.toUpperCase() === NOTHING);
}

/** Without XML's blanks at both ends. By hand: a pattern for trailing blanks takes quadratic time. */
function trimmed(text: string): string;
function trimmed(text: string | undefined): string | undefined;
function trimmed(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text.charAt(start))) start += 1;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** `yyyy/MM/dd` as a day; undefined if there is no such day. */
export function parseEdxmlDay(text: string): Day | undefined {
  const day = /^\d{4}\/\d{2}\/\d{2}$/.test(text) ? text.replaceAll('/', '-') : '';
  return isDay(day) ? day : undefined;
}

/** `yyyy/MM/dd HH:mm:ss`, local time of Vietnam; undefined if there is no such time. */
export function parseEdxmlTime(text: string): Instant | undefined {
  const isTime = /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}$/.test(text);
  return isTime ? parseNativeTime(text.replaceAll(/[/ :]/g, '')) : undefined;
}
