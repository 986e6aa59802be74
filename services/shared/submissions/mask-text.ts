/**
 * Marks that keep the shape of what they stand for: a letter becomes `x` or `X`, a digit `9`, so that a reader sees
 * that a day has the wrong form without seeing the day. Pure.
 */

/** Beyond it the shape says nothing more. */
const SHAPE_MAX = 120;

/** `Nguyễn A, 1990-05-12` → `Xxxxxx X, 9999-99-99`. Long texts are cut, and say how long they were. */
export function maskText(text: string): string {
  const shape = shapeOf(text.slice(0, SHAPE_MAX));
  return text.length > SHAPE_MAX ? `${shape}… (${text.length} characters)` : shape;
}

function shapeOf(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\p{Lu}/gu, 'X')
    .replaceAll(/\p{N}/gu, '9')
    .replaceAll(/[^X9\s!-/:-@[-`{-~]/gu, 'x');
}

/** A name of a member or element: stays readable, unless it looks like a value that strayed there. */
const NAME = /^[@~]?[A-Za-z_][A-Za-z0-9_:.~-]{0,63}$/;
const LONG_NUMBER = /[0-9]{5}/;
const ORDINAL = /^[0-9]{1,7}$/;

/** The name itself, or its shape. */
export function maskName(name: string): string {
  if (name === '' || ORDINAL.test(name)) return name;
  return NAME.test(name) && !LONG_NUMBER.test(name) ? name : maskText(name);
}
