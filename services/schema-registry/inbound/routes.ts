/** The part of Confluent's REST contract that the hub's services and its common clients need. */
import type { FastifyInstance } from 'fastify';
import {
  invalidCompatibilityLevel,
  schemaNotFound,
  subjectLevelNotFound,
  subjectNotFound,
} from '../core/refusals.ts';
import type { SchemaEntry, SchemaTable } from '../core/schema-table.ts';
import { describeReason, incompatibilities, type RegisterSchema } from './register-schema.ts';
import { checkSubject, entryOf, idOf, schemaOfBody } from './requests.ts';

/** What the routes work with. */
export type Registry = { readonly table: SchemaTable; readonly register: RegisterSchema };

type Subject = { Params: { subject: string } };
type SubjectVersion = { Params: { subject: string; version: string } };
type SchemaId = { Params: { id: string } };

const LEVEL = 'BACKWARD_TRANSITIVE';

/** One line for the OpenAPI document. Bodies have no schema there: their faults carry codes of the contract. */
function says(summary: string): { readonly schema: { readonly summary: string } } {
  return { schema: { summary } };
}

/** Subjects and their versions. */
export function addSubjectRoutes(app: FastifyInstance, { table, register }: Registry): void {
  app.get('/subjects', says('All subjects'), () => table.subjects());
  app.get<Subject>('/subjects/:subject/versions', says('Versions of a subject'), ({ params }) => {
    const versions = table.versions(params.subject).map(({ version }) => version);
    if (versions.length === 0) throw subjectNotFound(params.subject);
    return versions;
  });
  app.post<Subject>(
    '/subjects/:subject/versions',
    says('Register a schema, or find it; answers with its id'),
    async ({ params, body }) => {
      const { id } = await register(checkSubject(params.subject), schemaOfBody(body));
      return { id };
    },
  );
  app.get<SubjectVersion>(
    '/subjects/:subject/versions/:version',
    says('A version of a subject, by number or as latest'),
    ({ params }) => entryOf(table, params.subject, params.version),
  );
  app.get<SubjectVersion>(
    '/subjects/:subject/versions/:version/schema',
    says('The schema of a version, by itself'),
    async ({ params }, reply) =>
      reply.serializer(String).send(entryOf(table, params.subject, params.version).schema),
  );
  app.post<Subject>(
    '/subjects/:subject',
    says('Whether a schema is registered under a subject, and as what'),
    ({ params, body }) => {
      if (table.versions(params.subject).length === 0) throw subjectNotFound(params.subject);
      const found = table.find(params.subject, schemaOfBody(body));
      if (found === undefined) throw schemaNotFound();
      return found;
    },
  );
}

/** Schemas by id. */
export function addSchemaRoutes(app: FastifyInstance, { table }: Registry): void {
  const usesOf = (id: string): readonly SchemaEntry[] => {
    const uses = table.uses(idOf(id));
    if (uses.length === 0) throw schemaNotFound(`Schema ${id}`);
    return uses;
  };
  app.get('/schemas/types', says('Types of schemas that are kept'), () => ['AVRO']);
  app.get<SchemaId>('/schemas/ids/:id', says('A schema by its id'), ({ params }) => ({
    schema: usesOf(params.id)[0]?.schema,
  }));
  app.get<SchemaId>(
    '/schemas/ids/:id/versions',
    says('Subjects and versions that use a schema'),
    ({ params }) => usesOf(params.id).map(({ subject, version }) => ({ subject, version })),
  );
  app.get<SchemaId>('/schemas/ids/:id/subjects', says('Subjects that use a schema'), ({ params }) =>
    usesOf(params.id).map(({ subject }) => subject),
  );
}

type Check = { Params: { subject: string; version?: string }; Querystring: { verbose?: string } };

/** Whether a schema could be registered, against one version or against all. */
export function addCompatibilityRoutes(app: FastifyInstance, { table }: Registry): void {
  const path = '/compatibility/subjects/:subject/versions';
  for (const url of [path, `${path}/:version`]) {
    app.post<Check>(
      url,
      says('Whether a schema could be registered, with every reason if verbose=true'),
      ({ params: { subject, version }, query, body }) => {
        const schema = schemaOfBody(body);
        const versions = version === undefined ? table.versions(subject) : [entryOf(table, subject, version)];
        const reasons = incompatibilities(schema, versions);
        const messages = query.verbose === 'true' ? { messages: reasons.map(describeReason) } : {};
        return { is_compatible: reasons.length === 0, ...messages };
      },
    );
  }
}

type Level = { Params: { subject?: string }; Querystring: { defaultToGlobal?: string } };

/** One level for all and for ever; setting it to what it is does nothing. */
export function addConfigRoutes(app: FastifyInstance): void {
  app.get('/mode', says('Whether schemas can be registered'), () => ({ mode: 'READWRITE' }));
  app.get('/config', says('The level of compatibility, which is fixed'), () => ({
    compatibilityLevel: LEVEL,
  }));
  app.get<Level>(
    '/config/:subject',
    says('The level of a subject, with defaultToGlobal=true'),
    ({ params, query }) => {
      if (query.defaultToGlobal !== 'true') throw subjectLevelNotFound(params.subject ?? '');
      return { compatibilityLevel: LEVEL };
    },
  );
  for (const url of ['/config', '/config/:subject']) {
    app.put(url, says('Set the level: only to what it is'), ({ body }) => {
      const level: unknown =
        typeof body === 'object' && body !== null ? Reflect.get(body, 'compatibility') : undefined;
      if (level !== LEVEL) throw invalidCompatibilityLevel();
      return { compatibility: LEVEL };
    });
  }
}
