/**
 * Who a request is counted against. For now the address that it comes from; with access tokens it will be the
 * token's `client_id`, and nothing else will change.
 */
import type { FastifyRequest } from 'fastify';

export type ClientOf = (request: FastifyRequest) => string;

/** The address of the connection; no header is believed. */
export const clientOf: ClientOf = (request) => addressGroup(request.raw.socket.remoteAddress);

/** Groups of 16 bits that make the network of an IPv6 address. */
const NETWORK_GROUPS = 4;
const ADDRESS_GROUPS = 8;

/** An IPv4 address as it is; of IPv6 the first 64 bits, for a whole network of that size is one machine's to use. */
export function addressGroup(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, ADDRESS_GROUPS - front.length - back.length) }, () => '0');
  return [...front, ...zeros, ...back].slice(0, NETWORK_GROUPS).join(':');
}
