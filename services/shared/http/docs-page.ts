/** `/docs`: the service's own OpenAPI document as a page, without scripts. What is not understood is left out. */
import type { FastifyInstance } from 'fastify';
import { escapeHtml, htmlPage } from './html.ts';
import { type Language, languageOf } from './language.ts';

type Json = Readonly<Record<string, unknown>>;

const TEXTS = {
  vi: {
    parameters: 'Tham số',
    body: 'Nội dung gửi',
    answers: 'Trả lời',
    required: 'bắt buộc',
    raw: 'Bản máy đọc',
  },
  en: {
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
    required: 'required',
    raw: 'For machines',
  },
} as const;

/** Adds the page; routes added later are on it. */
export function addDocsPage(app: FastifyInstance, name: string): void {
  app.get('/docs', { schema: { hide: true } }, (request, reply) => {
    const language = languageOf(request.headers['accept-language']);
    const document: Json = { ...app.swagger() };
    return reply
      .type('text/html; charset=utf-8')
      .header('content-language', language)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'")
      .send(htmlPage(language, name, pageOf(name, document, language)));
  });
}

function pageOf(name: string, document: Json, language: Language): string {
  const operations = Object.entries(objectIn(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).map(([method, operation]) =>
      isObject(operation) ? sectionOf(path, method, operation, language) : '',
    ),
  );
  return `<h1>${escapeHtml(name)}</h1>
<p><a href="/openapi.json">OpenAPI 3.1</a> (${TEXTS[language].raw})</p>
${operations.join('\n')}`;
}

function sectionOf(path: string, method: string, operation: Json, language: Language): string {
  const texts = TEXTS[language];
  const parameters = listIn(operation, 'parameters').map((parameter) =>
    termOf(textIn(parameter, 'name'), objectIn(parameter, 'schema'), parameter, texts.required),
  );
  const answers = Object.entries(objectIn(operation, 'responses')).map(
    ([status, answer]) =>
      `<dt>${escapeHtml(status)}</dt><dd>${escapeHtml(textIn(answer, 'description'))}</dd>`,
  );
  return `<section>
<h2><code>${escapeHtml(method.toUpperCase())} ${escapeHtml(path)}</code></h2>
<p>${escapeHtml([textIn(operation, 'summary'), textIn(operation, 'description')].filter(Boolean).join('. '))}</p>
${listOf(texts.parameters, parameters)}${listOf(texts.body, membersOf(operation, texts.required))}${listOf(texts.answers, answers)}
</section>`;
}

/** The members of a JSON body, one level deep. */
function membersOf(operation: Json, required: string): string[] {
  const [content] = Object.values(objectIn(objectIn(operation, 'requestBody'), 'content'));
  const schema = objectIn(content, 'schema');
  const needed = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(objectIn(schema, 'properties')).map(([name, member]) =>
    termOf(name, isObject(member) ? member : {}, { required: needed.includes(name) }, required),
  );
}

function termOf(name: string, schema: Json, said: Json, required: string): string {
  const values = Array.isArray(schema['enum'])
    ? schema['enum'].map(String).join(' | ')
    : textIn(schema, 'type');
  const words = [
    said['required'] === true ? required : '',
    values,
    textIn(said, 'description') || textIn(schema, 'description'),
  ];
  return `<dt><code>${escapeHtml(name)}</code></dt><dd>${escapeHtml(words.filter(Boolean).join('. '))}</dd>`;
}

function listOf(title: string, terms: readonly string[]): string {
  return terms.length === 0 ? '' : `<h3>${title}</h3>\n<dl>${terms.join('\n')}</dl>\n`;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(value: unknown, name: string): Json {
  const member = isObject(value) ? value[name] : undefined;
  return isObject(member) ? member : {};
}

function listIn(value: Json, name: string): readonly Json[] {
  const member = value[name];
  return Array.isArray(member) ? member.filter(isObject) : [];
}

function textIn(value: unknown, name: string): string {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === 'string' ? member : '';
}
