/** Which of the hub's two languages a caller reads (RFC 9110 §12.5.4): Vietnamese, unless English is preferred. */

export type Language = 'vi' | 'en';

/** The preferred language of an `Accept-Language` header. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'vi';
  let best: Language = 'vi';
  let bestWeight = 0;
  for (const range of header.slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('vi') || tag === '*' ? 'vi' : undefined;
    const weight = qualityOf(parameters);
    if (language === undefined || weight <= bestWeight) continue;
    best = language;
    bestWeight = weight;
  }
  return best;
}

function qualityOf(parameters: readonly string[]): number {
  const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(parameter)?.[1]);
  return Number(quality.find((value) => value !== undefined) ?? 1);
}
