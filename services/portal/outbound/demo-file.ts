/** Persons and questions that the page offers to try: a file beside the demo, never part of the portal. */
import { readFileSync } from 'node:fs';

/**
 * The file's text, which is JSON with `people` and `questions`; the page shows what it says.
 * @throws Error that names DEMO_FILE and what is wrong with it.
 */
export function readDemoFile(file: string): string {
  const text = read(file);
  if (!hasLists(parse(file, text))) {
    throw new Error(`DEMO_FILE: ${file} must hold {"people": […], "questions": […]}`);
  }
  return text;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`DEMO_FILE: ${file} cannot be read`, { cause });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`DEMO_FILE: ${file} is not JSON`, { cause });
  }
}

function hasLists(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('people' in value) || !('questions' in value))
    return false;
  return Array.isArray(value.people) && Array.isArray(value.questions);
}
