/** Where a client's address lies. What cannot be told counts as public. */
import { BlockList, isIP } from 'node:net';
import type { ClientClass } from './submission.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('169.254.0.0', 16, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

/** Addresses seen lately: a connection brings many requests. */
const seen = new Map<string, ClientClass>();
const SEEN_MAX = 1000;

/** The class of an address as a socket gives it; IPv4 written as IPv6 is IPv4. */
export function clientClassOf(address: string | undefined): ClientClass {
  if (address === undefined) return 'PUBLIC';
  const known = seen.get(address);
  if (known !== undefined) return known;
  const found = classify(address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address);
  if (seen.size >= SEEN_MAX) seen.clear();
  seen.set(address, found);
  return found;
}

function classify(address: string): ClientClass {
  const version = isIP(address);
  if (version === 0) return 'PUBLIC';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (LOOPBACK.check(address, family)) return 'LOOPBACK';
  return PRIVATE.check(address, family) ? 'PRIVATE' : 'PUBLIC';
}
