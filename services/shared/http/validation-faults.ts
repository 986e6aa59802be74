/** What Ajv found wrong with a request, as faults. Ajv's own messages are not used: some quote the value. */
import type { Fault } from '#shared/pure/fault.ts';

export interface ValidationFaults {
  /** Which part of the request: `body`, `querystring`, `params`, `headers`. */
  readonly context: string;
  readonly faults: readonly Fault[];
}

interface AjvError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The faults of a failed validation; undefined if the error is something else. */
export function validationFaults(error: unknown): ValidationFaults | undefined {
  if (!(error instanceof Error) || !('validation' in error) || !Array.isArray(error.validation))
    return undefined;
  const context = 'validationContext' in error ? String(error.validationContext) : 'body';
  const prefix = context === 'body' ? '' : `/${context}`;
  const found: readonly AjvError[] = error.validation;
  return { context, faults: found.slice(0, 100).map((one) => faultOf(one, prefix)) };
}

function faultOf({ keyword, instancePath, params }: AjvError, prefix: string): Fault {
  const at = `${prefix}${instancePath}`;
  switch (keyword) {
    case 'required':
      return { pointer: `${at}/${String(params['missingProperty'])}`, code: 'REQUIRED', expected: 'a value' };
    case 'additionalProperties':
      return {
        pointer: `${at}/${String(params['additionalProperty']).slice(0, 64)}`,
        code: 'UNKNOWN_MEMBER',
        expected: 'no such member',
      };
    case 'type':
      return { pointer: at, code: 'TYPE', expected: String(params['type']) };
    case 'enum':
      return { pointer: at, code: 'NOT_LISTED', expected: list(params['allowedValues']) };
    case 'pattern':
      return { pointer: at, code: 'FORM', expected: `text that matches ${String(params['pattern'])}` };
    case 'format':
      return { pointer: at, code: 'FORM', expected: String(params['format']) };
    default:
      return { pointer: at, code: keyword.toUpperCase(), expected: limitOf(keyword, params['limit']) };
  }
}

function list(values: unknown): string {
  return Array.isArray(values) ? `one of ${values.map(String).join(', ')}` : 'a listed value';
}

function limitOf(keyword: string, limit: unknown): string {
  return typeof limit === 'number' || typeof limit === 'string' ? `${keyword} ${limit}` : keyword;
}
