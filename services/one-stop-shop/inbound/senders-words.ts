/**
 * What senders look for in an answer: `error_code`, a text of digits, and `message`, with the words that they search
 * for. «thành công» stands in no refusal and «đã tồn tại» in nothing but the answer that means it.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '#shared/http/problem-answers.ts';
import { PROBLEMS } from '#shared/http/problem-catalogue.ts';
import type { Problem } from '#shared/http/problems.ts';

export interface SendersWords {
  readonly error_code: string;
  readonly message: string;
}

export const SYNCHRONISED: SendersWords = { error_code: '0', message: 'Đồng bộ thành công' };
export const LOOKED_UP: SendersWords = { error_code: '0', message: 'Tra cứu thành công' };
export const LOGGED_IN: SendersWords = { error_code: '0', message: 'Đăng nhập thành công' };

const CODES_NAMED_MAX = 5;

/** A dossier that was to be created exists. Its content was taken all the same. */
export function alreadyExists(codes: readonly string[]): SendersWords {
  const named = codes.slice(0, CODES_NAMED_MAX).join(', ');
  const others = codes.length - CODES_NAMED_MAX;
  return {
    error_code: '-3',
    message: `Hồ sơ ${named}${others > 0 ? ` và ${others} hồ sơ khác` : ''} đã tồn tại`,
  };
}

/** A problem document that senders understand, too. -1: to be mended first; -2: to be sent again as it is. */
export function refuseInSendersWords(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  return sendProblem(error, request, reply, ({ code }: Problem) => {
    const { retryable, title } = PROBLEMS[code];
    return { error_code: retryable ? '-2' : '-1', message: title.vi };
  });
}
