/** The kind of a required paper that no alias maps: never held, asked for as it is named (design 2.8). */
export const UNMAPPED = 'UNMAPPED';
