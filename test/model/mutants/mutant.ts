/** A planted fault of the once-only room: the replacement of one text in one file. */
export interface Mutant {
  readonly name: string;
  /** In `services/shared/once-only`, without `.ts`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export function mutant(name: string, file: string, from: string, to: string): Mutant {
  return { name, file, from, to };
}
