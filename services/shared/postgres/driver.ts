/**
 * The client of `pg` beneath the pool's library, for the parts of PostgreSQL's protocol that the library does not speak.
 * The library keeps it to itself; its version is pinned, and the tests of copy.ts, one-go.ts and snapshots.ts see a change.
 */

/** The part of `pg`'s connection that is needed here. */
export interface DriverConnection {
  readonly stream: { cork(): void; uncork(): void; write(bytes: Buffer): unknown };
  query(text: string): void;
  parse(statement: { readonly name?: string; readonly text: string }): void;
  bind(parameters: { readonly statement?: string; readonly values: readonly unknown[] }): void;
  describe(portal: { readonly type: 'P' }): void;
  execute(portal: object): void;
  sync(): void;
}

/** What `pg` lets speak for itself, as its cursors do. */
export interface Submittable {
  submit(connection: DriverConnection): void;
}

export interface DriverClient {
  query(query: Submittable): unknown;
}

/** @throws TypeError if there is none. */
export function clientOf(on: object): DriverClient {
  const driver: unknown = Reflect.get(on, '_driver');
  const client =
    typeof driver === 'object' && driver !== null && 'client' in driver ? driver.client : undefined;
  if (isClient(client)) return client;
  throw new TypeError('there is no client of pg beneath it');
}

function isClient(client: unknown): client is DriverClient {
  return (
    typeof client === 'object' && client !== null && 'query' in client && typeof client.query === 'function'
  );
}
