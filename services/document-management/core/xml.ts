/**
 * Strict XML (1.0, namespaces 1.0) into a small tree of elements. No document type, no entity but the five,
 * everything bounded: depth, elements, attributes, text. Attributes, comments and instructions are not kept:
 * no field of edXML stands in them.
 */
import { SaxesParser } from 'saxes';
import { MessageFault } from '#shared/pure/fault.ts';
import { plainRuns } from './xml-bulk.ts';
import { xmlTextOf } from './xml-text.ts';

export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  /** The namespace's address; empty where there is none. */
  readonly namespace: string;
  readonly children: readonly XmlElement[];
  /** Its own character data, joined; exactly as sent but for line ends, which XML makes one line feed. */
  readonly text: string;
}

const DEPTH_MAX = 32;
const ELEMENTS_MAX = 10_000;
const ATTRIBUTES_MAX = 32;
const POINTER_LEVELS_MAX = 8;
const POINTER_NAME_LENGTH_MAX = 40;
/** UTF-16 units outside the bulk elements: keeps every fact below the largest record that Kafka takes. */
const TEXT_LENGTH_MAX = 262_144;
const FIVE_ENTITIES = { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" };

/**
 * The root element of a message.
 * @param bulk names of elements whose text does not count towards the limit (encoded files), nor passes the parser
 * where it is nothing but base64.
 * @throws MessageFault (400) with the place: of `xmlTextOf`, and XML_NOT_WELL_FORMED, XML_TOO_DEEP,
 * XML_TOO_MANY_ELEMENTS, XML_TOO_MANY_ATTRIBUTES, XML_TEXT_TOO_LONG.
 */
export function readXml(bytes: Buffer, bulk: ReadonlySet<string> = new Set()): XmlElement {
  return new TreeReader(bulk).read(xmlTextOf(bytes));
}

interface GrowingElement {
  readonly name: string;
  readonly namespace: string;
  readonly children: GrowingElement[];
  text: string;
}

class TreeReader {
  readonly #bulk: ReadonlySet<string>;
  readonly #parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  readonly #open: GrowingElement[] = [];
  #root: GrowingElement | undefined;
  #elements = 0;
  #attributes = 0;
  #textLength = 0;
  /** Where the newest start tag ended. */
  #openedAt = { position: -1, column: 0 };
  /** What must be added to the parser's columns on a line of which it did not see all. */
  #unseen = { line: 0, columns: 0 };

  constructor(bulk: ReadonlySet<string>) {
    this.#bulk = bulk;
    // saxes looks names up in an object that inherits from Object: without this, `&constructor;` is no error.
    this.#parser.ENTITIES = Object.assign(Object.create(null), FIVE_ENTITIES);
    this.#parser.on('doctype', () => this.#refuse('XML_DTD_FORBIDDEN', 'a message without <!DOCTYPE'));
    this.#parser.on('attribute', () => this.#countAttribute());
    this.#parser.on('opentag', ({ local, uri }) => this.#openElement(local, uri));
    this.#parser.on('closetag', () => void this.#open.pop());
    this.#parser.on('text', (text) => this.#addText(text));
    this.#parser.on('cdata', (text) => this.#addText(text));
    this.#parser.on('error', (error) =>
      this.#refuse('XML_NOT_WELL_FORMED', 'well-formed XML 1.0', reasonOf(error)),
    );
  }

  read(text: string): XmlElement {
    let fed = 0;
    let seen = 0;
    for (const run of plainRuns(text, this.#bulk)) {
      this.#parser.write(text.slice(fed, run.start));
      seen += run.start - fed;
      fed = run.start;
      const element = this.#open.at(-1);
      const isText =
        this.#openedAt.position === seen && element !== undefined && this.#bulk.has(element.name);
      // Otherwise it stands in a comment, say, and the parser must see it.
      if (!isText) continue;
      element.text += run.text;
      this.#countUnseen(run.text);
      fed = run.end;
    }
    this.#parser.write(text.slice(fed)).close();
    if (this.#root === undefined) return this.#refuse('XML_NOT_WELL_FORMED', 'a root element');
    return this.#root;
  }

  /** Faults further on are still told by their true places. */
  #countUnseen(run: string): void {
    let lines = 0;
    for (let at = run.indexOf('\n'); at >= 0; at = run.indexOf('\n', at + 1)) lines += 1;
    this.#parser.line += lines;
    const tail = run.length - 1 - run.lastIndexOf('\n');
    const columns = lines === 0 ? run.length : tail - this.#openedAt.column;
    this.#unseen = { line: this.#parser.line, columns };
  }

  #openElement(name: string, namespace: string): void {
    this.#openedAt = { position: this.#parser.position, column: this.#parser.columnIndex };
    const element: GrowingElement = { name, namespace, children: [], text: '' };
    if (this.#open.length >= DEPTH_MAX) this.#refuse('XML_TOO_DEEP', `at most ${DEPTH_MAX} levels`);
    this.#elements += 1;
    this.#attributes = 0;
    if (this.#elements > ELEMENTS_MAX)
      this.#refuse('XML_TOO_MANY_ELEMENTS', `at most ${ELEMENTS_MAX} elements`);
    this.#open.at(-1)?.children.push(element);
    this.#root ??= element;
    this.#open.push(element);
  }

  #countAttribute(): void {
    this.#attributes += 1;
    if (this.#attributes > ATTRIBUTES_MAX) {
      this.#refuse('XML_TOO_MANY_ATTRIBUTES', `at most ${ATTRIBUTES_MAX} attributes on an element`);
    }
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    if (element === undefined) return;
    element.text += text;
    if (this.#bulk.has(element.name)) return;
    this.#textLength += text.length;
    if (this.#textLength > TEXT_LENGTH_MAX) {
      this.#refuse('XML_TEXT_TOO_LONG', `at most ${TEXT_LENGTH_MAX} characters outside the attachments`);
    }
  }

  #refuse(code: string, expected: string, reason?: string): never {
    const { line, columnIndex } = this.#parser;
    const column = columnIndex + 1 + (line === this.#unseen.line ? this.#unseen.columns : 0);
    const place = `line ${line}, column ${column}`;
    const pointer = this.#open
      .slice(0, POINTER_LEVELS_MAX)
      .map(({ name }) => `/${name.slice(0, POINTER_NAME_LENGTH_MAX)}`)
      .join('');
    const hint = reason === undefined ? place : `${place}: ${reason}`;
    throw new MessageFault(400, [{ pointer, code, expected, hint }]);
  }
}

/** The parser's words without what it quotes of the message, which may be personal. */
function reasonOf(error: Error): string {
  return error.message
    .replace(/^\d+:\d+: /u, '')
    .replace(/[:"].*$/su, '')
    .replace(/\.$/u, '');
}
