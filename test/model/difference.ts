/** Where oracle and product say different things about a life. */
import { listDifference } from './listing.ts';
import { createOracle } from './oracle/answers.ts';
import { createProduct } from './product.ts';
import type { Room } from './room.ts';
import { shrink } from './shrink.ts';
import type { Asked, Life, Said, SaidPreCheck } from './told.ts';

/** Whether the product says what the oracle says, in everything that the rules decide. */
export function isSame(oracle: Said, product: Said): boolean {
  if (!('rows' in oracle) || !('rows' in product)) return JSON.stringify(oracle) === JSON.stringify(product);
  const plain = (said: SaidPreCheck) => ({ ...said, rows: said.rows.map((row) => ({ ...row, best: [] })) });
  return (
    JSON.stringify(plain(oracle)) === JSON.stringify(plain(product)) &&
    product.rows.every(({ best }, nth) => best.every((paper) => oracle.rows[nth]?.best.includes(paper)))
  );
}

/** The first question of a life that product and oracle answer differently. */
export function firstDifference(room: Room, life: Life): Asked | undefined {
  const oracle = createOracle(life);
  const product = createProduct(room, life);
  return life.asked.find((asked) => !isSame(oracle(asked), product(asked)));
}

/** The difference made small and readable. */
export function explain(room: Room, life: Life, asked: Asked): string {
  const answers = (some: Life, one: Asked) => ({
    oracle: createOracle(some)(one),
    product: createProduct(room, some)(one),
  });
  const small = shrink({ life, asked }, (some, one) => {
    const { oracle, product } = answers(some, one);
    return !isSame(oracle, product);
  });
  return listDifference({ ...small, ...answers(small.life, asked) });
}
