/** What the registry refuses, with the codes of Confluent's contract. The first three digits are the HTTP status. */

/** `error_code` and `message` of the answer. */
export class RegistryRefusal extends Error {
  readonly status: number;
  readonly errorCode: number;

  constructor(errorCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RegistryRefusal';
    this.errorCode = errorCode;
    this.status = errorCode < 1_000 ? errorCode : Math.floor(errorCode / 100);
  }
}

/** The contract has no such path, or not with this method. */
export function pathNotFound(): RegistryRefusal {
  return new RegistryRefusal(404, 'There is no such path with this method; see /openapi.json');
}

/** The subject has no versions. */
export function subjectNotFound(subject: string): RegistryRefusal {
  return new RegistryRefusal(40401, `Subject '${subject}' not found.`);
}

/** The subject is there, the version is not. */
export function versionNotFound(version: number): RegistryRefusal {
  return new RegistryRefusal(40402, `Version ${version} not found.`);
}

/** No such schema, by id or under the subject. */
export function schemaNotFound(what = 'Schema'): RegistryRefusal {
  return new RegistryRefusal(40403, `${what} not found`);
}

/** The subject follows the global level. */
export function subjectLevelNotFound(subject: string): RegistryRefusal {
  return new RegistryRefusal(
    40408,
    `Subject '${subject}' does not have subject-level compatibility configured`,
  );
}

/** Not an Avro schema. */
export function invalidSchema(reason: string): RegistryRefusal {
  return new RegistryRefusal(42201, `Invalid schema: ${reason}`);
}

/** Neither a positive number nor `latest`. */
export function invalidVersion(version: string): RegistryRefusal {
  const allowed = 'Allowed values are between [1, 2^31-1] and the string "latest"';
  return new RegistryRefusal(
    42202,
    `The specified version '${version}' is not a valid version id. ${allowed}`,
  );
}

/** The log is kept for ever, so there is one level and no other. */
export function invalidCompatibilityLevel(): RegistryRefusal {
  return new RegistryRefusal(
    42203,
    'Invalid compatibility level: BACKWARD_TRANSITIVE is fixed, the log is kept for ever',
  );
}

/** The new schema cannot read what was written; every reason is a line. */
export function incompatible(subject: string, reasons: readonly string[]): RegistryRefusal {
  const message = `Schema being registered is incompatible with an earlier schema for subject "${subject}"`;
  return new RegistryRefusal(409, `${message}, details:\n${reasons.join('\n')}`);
}

/** Kafka did not take the entry, or it was not read back. Whether it is in the log is not known: come again. */
export function storeFailed(cause: unknown): RegistryRefusal {
  return new RegistryRefusal(50001, 'Error in the backend data store; send the schema again', { cause });
}
