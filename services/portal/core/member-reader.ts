/**
 * Reads a JSON value of a caller member by member and gathers every fault with its pointer, so that all of them
 * are answered at once. Promises: no value of the message ever stands in a fault.
 */
import type { Fault } from '#shared/pure/fault.ts';
import { textFault } from '#shared/pure/text.ts';

export type Members = Readonly<Record<string, unknown>>;

export class MemberReader {
  readonly faults: Fault[] = [];

  fault(pointer: string, code: string, expected: string, hint?: string): void {
    this.faults.push({ pointer, code, expected, ...(hint !== undefined && { hint }) });
  }

  /** The members of an object; an empty one, with a fault, where the value is something else. */
  object(value: unknown, pointer: string, allowed: readonly string[]): Members {
    if (!isMembers(value)) {
      this.fault(pointer, value === undefined ? 'REQUIRED' : 'TYPE', 'an object');
      return {};
    }
    for (const name of Object.keys(value)) {
      if (allowed.includes(name)) continue;
      this.fault(`${pointer}/${pointerToken(name)}`, 'UNKNOWN_MEMBER', `one of ${allowed.join(', ')}`);
    }
    return value;
  }

  /** The items of a list of `min` to `max`; none, with a fault, where the value is something else. */
  list(value: unknown, pointer: string, { min, max }: { min: number; max: number }): readonly unknown[] {
    const expected = `a list of ${min} to ${max}`;
    if (!Array.isArray(value)) {
      this.fault(pointer, value === undefined ? 'REQUIRED' : 'TYPE', expected);
      return [];
    }
    if (value.length < min || value.length > max) {
      this.fault(pointer, 'LENGTH', expected);
      return [];
    }
    return value;
  }

  /** A text that must be there. */
  text(value: unknown, pointer: string, maxLength: number): string | undefined {
    if (value === undefined) {
      this.fault(pointer, 'REQUIRED', 'a text');
      return undefined;
    }
    return this.optionalText(value, pointer, maxLength);
  }

  /** A text that may be absent; undefined, with a fault, where it is no text. */
  optionalText(value: unknown, pointer: string, maxLength: number): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value !== 'string') {
      this.fault(pointer, 'TYPE', 'a text');
      return undefined;
    }
    if (value.trim() === '' || value.length > maxLength) {
      this.fault(pointer, 'LENGTH', `1 to ${maxLength} characters`);
      return undefined;
    }
    const wrong = textFault(value);
    if (wrong !== undefined) this.fault(pointer, wrong, 'plain text');
    return wrong === undefined ? value : undefined;
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member's name inside a JSON pointer (RFC 6901 §3), bounded. */
function pointerToken(name: string): string {
  return name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
}
