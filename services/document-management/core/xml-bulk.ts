/**
 * Finds the encoded files in the text of a message, so that the parser need not look at every character of them: of a
 * message of 16 MiB that is nearly all, and took half a second during which nobody else was answered. Says only where
 * such a text might be; whether it is one, the parser must know.
 */

/** A text without markup between a `>` and the next `<`. */
export interface PlainRun {
  readonly start: number;
  readonly end: number;
  /** As XML reads it: every line end is one line feed. */
  readonly text: string;
}

/** Shorter ones cost less than the look at them. */
const RUN_LENGTH_MIN = 4096;
/** base64 and blanks: nothing that means anything to a parser. */
const PLAIN = /^[A-Za-z0-9+/=\t\n\r ]*$/;

/** The long plain texts that follow a `>` after one of the names, in their order. */
export function* plainRuns(text: string, names: ReadonlySet<string>): Generator<PlainRun> {
  for (let at = nextName(text, names, 0); at >= 0; ) {
    const start = text.indexOf('>', at) + 1;
    if (start === 0) return;
    const next = text.indexOf('<', start);
    const end = next < 0 ? text.length : next;
    const run = text.slice(start, end);
    if (run.length >= RUN_LENGTH_MIN && PLAIN.test(run)) yield { start, end, text: withLineFeeds(run) };
    at = nextName(text, names, end);
  }
}

function nextName(text: string, names: ReadonlySet<string>, from: number): number {
  const places = [...names].map((name) => text.indexOf(name, from)).filter((place) => place >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** XML 1.0 §2.11. */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}
