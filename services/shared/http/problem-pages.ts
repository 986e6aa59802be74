/** A page about each kind of fault, at the path that its `type` names. */
import type { FastifyInstance } from 'fastify';
import { escapeHtml, htmlPage } from './html.ts';
import { type Language, languageOf } from './language.ts';
import { isProblemCode, PROBLEMS, type ProblemCode, problemPath } from './problem-catalogue.ts';
import { ProblemError } from './problems.ts';

export function addProblemPages(app: FastifyInstance): void {
  const hidden = { schema: { hide: true } };
  app.get('/problems', hidden, (request, reply) => {
    const language = languageOf(request.headers['accept-language']);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-language', language)
      .send(listPage(language));
  });
  app.get<{ Params: { code: string } }>('/problems/:code', hidden, (request, reply) => {
    const code = request.params.code.toUpperCase().replaceAll('-', '_');
    if (!isProblemCode(code)) throw new ProblemError('NOT_FOUND');
    const language = languageOf(request.headers['accept-language']);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-language', language)
      .send(page(code, language));
  });
}

const TEXTS = {
  vi: {
    status: 'Mã HTTP',
    again: 'Có thể gửi lại cùng yêu cầu.',
    once: 'Gửi lại y nguyên sẽ nhận cùng kết quả.',
    all: 'Mọi lỗi',
  },
  en: {
    status: 'HTTP status',
    again: 'The same request may be sent again.',
    once: 'The same request will get the same answer.',
    all: 'All faults',
  },
} as const;

function page(code: ProblemCode, language: Language): string {
  const { status, retryable, title, advice } = PROBLEMS[code];
  const texts = TEXTS[language];
  return htmlPage(
    language,
    title[language],
    `<h1>${escapeHtml(title[language])}</h1>
<p><code>${code}</code> · ${texts.status} ${status}</p>
<p>${escapeHtml(advice[language])}</p>
<p>${retryable ? texts.again : texts.once}</p>
<p><a href="/problems">${texts.all}</a></p>`,
  );
}

function listPage(language: Language): string {
  const items = Object.keys(PROBLEMS)
    .filter(isProblemCode)
    .map(
      (code) =>
        `<li><a href="${problemPath(code)}"><code>${code}</code></a> ${PROBLEMS[code].status}: ${escapeHtml(PROBLEMS[code].title[language])}</li>`,
    );
  return htmlPage(
    language,
    TEXTS[language].all,
    `<h1>${TEXTS[language].all}</h1>\n<ul>\n${items.join('\n')}\n</ul>`,
  );
}
