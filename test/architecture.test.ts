/** The table of design.md §4, read from the sources themselves; each rule is shown to fail on a planted violation. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as house from './support/architecture.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

function repository(): ReadonlyMap<string, string> {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return new Map(
    listed
      .split('\n')
      .filter((file) => /\.(ts|mjs|sql|json|md|yml|html|css|js)$/.test(file) && file !== 'package-lock.json')
      .filter((file) => existsSync(path.join(ROOT, file)))
      .map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]),
  );
}

const FILES = repository();
const SOURCES = new Map([...FILES].filter(([file]) => file.endsWith('.ts')));

/** The story's persons, written so that this file does not hold them as they are. */
const PERSONS = [
  'Nguyễn Thị Thu ~Hà',
  'Trần Minh ~Đức',
  'Trần Minh ~Khôi',
  'Trần Văn ~Lộc',
  'Phạm Văn ~Sơn',
  'Lê Văn ~Dũng',
]
  .concat(['0251880~00123', '0250860~00456', '0252260~00789', '0250480~00321', '0250750~00654'])
  .map((text) => text.replace('~', ''));

const storyStaysInTheDemo = house.occursOnlyIn(PERSONS, /^(infra\/demo|test)\//);
/** Written so that this file does not hold them as they are. */
const MACHINES = ['/work~/', 'registry.npmjs~.org', 'repo.maven~.apache'].map((text) =>
  text.replace('~', ''),
);
const noPathOfAMachine = house.occursOnlyIn(MACHINES, /^$/);

const RULES: readonly (readonly [string, house.Rule, readonly (readonly [string, string])[]])[] = [
  [
    'layers point inwards',
    house.layersPointInwards,
    [['services/portal/core/a.ts', "import { b } from '../outbound/b.ts';"]],
  ],
  [
    'services never import services',
    house.layersPointInwards,
    [['services/portal/app.ts', "import { b } from '../projector/core/b.ts';"]],
  ],
  [
    'shared code knows no service',
    house.layersPointInwards,
    [['services/shared/pure/a.ts', "import { b } from '../../portal/core/b.ts';"]],
  ],
  [
    'cores are pure',
    house.coresArePure,
    [['services/portal/core/a.ts', "import { readFile } from 'node:fs/promises';"]],
  ],
  [
    'the once-only room is pure',
    house.coresArePure,
    [['services/shared/once-only/a.ts', "import { pool } from '#shared/postgres/pool.ts';"]],
  ],
  [
    'cores ask nobody for the time',
    house.coresAskNobody,
    [['services/projector/core/a.ts', 'const now = Date.now();']],
  ],
  [
    'libraries stay home',
    house.librariesStayHome,
    [['services/portal/outbound/a.ts', "import { Kafka } from 'kafkajs';"]],
  ],
  [
    'only the portal opens sealed parts',
    house.onlyThePortalOpens,
    [['services/projector/app.ts', "import { open } from '#shared/sealing/open.ts';"]],
  ],
  [
    'no deep relative imports',
    house.noDeepRelativeImports,
    [['services/portal/core/x/a.ts', "import { b } from '../../app.ts';"]],
  ],
  [
    'main alone touches the process',
    house.mainAloneTouchesTheProcess,
    [['services/portal/app.ts', 'const port = process.env.PORT;']],
  ],
  [
    'DDL stands in schemas',
    house.ddlStandsInSchemas,
    [['services/projector/outbound/a.ts', 'await pool.query(sql`create table x (y int)`);']],
  ],
  ['no nameless rooms', house.noNamelessRooms, [['services/shared/utils/a.ts', '']]],
  [
    'tests assert no time',
    house.testsDoNotTime,
    [['test/a.test.ts', ['expect(performance', '.now() - start).toBeLessThan(5);'].join('')]],
  ],
  [
    'tests do not sleep',
    house.testsDoNotSleep,
    [['test/a.test.ts', ['await new Promise((resolve) => set', 'Timeout(resolve, 10));'].join('')]],
  ],
];

describe('the house', () => {
  test('is not empty', () => {
    expect(SOURCES.size).toBeGreaterThan(100);
    const imports = [...SOURCES].flatMap(([file, text]) => house.importsOf(file, text));
    expect(imports.filter((each) => each.target !== undefined).length).toBeGreaterThan(200);
  });

  test.each(RULES)('%s', (_name, rule, planted) => {
    expect(rule(SOURCES)).toEqual([]);
    expect(rule(new Map(planted)).length).toBeGreaterThan(0);
  });

  test('every import of ours names a file that exists', () => {
    const lost = [...SOURCES].flatMap(([file, text]) =>
      house
        .importsOf(file, text)
        .filter(({ target }) => target !== undefined && !existsSync(path.join(ROOT, target)))
        .map(({ specifier }) => `${file} → ${specifier}`),
    );
    expect(lost).toEqual([]);
  });

  test("the story's persons occur only in the demo and in tests", () => {
    expect(storyStaysInTheDemo(FILES)).toEqual([]);
    expect(
      storyStaysInTheDemo(new Map([['services/portal/core/a.ts', `const id = '${PERSONS[6]}';`]])),
    ).toHaveLength(1);
  });

  test('nothing names a path of a machine or the host of a package registry', () => {
    expect(noPathOfAMachine(FILES)).toEqual([]);
    expect(noPathOfAMachine(new Map([['README.md', `see ${MACHINES[0]}x`]]))).toHaveLength(1);
  });

  test('the top level holds what was agreed', () => {
    const top = new Set([...FILES.keys()].map((file) => file.split('/')[0]));
    const agreed = new Set([
      'services',
      'schemas',
      'infra',
      'test',
      'docker-compose.yml',
      'package.json',
      'tsconfig.json',
      'README.md',
      'CHANGELOG.md',
    ]);
    const tools = new Set(['biome.json', 'knip.json', 'vitest.config.ts', '.oxlintrc.json']);
    expect(
      [...top].filter((entry) => entry !== undefined && !agreed.has(entry) && !tools.has(entry)),
    ).toEqual([]);
  });
});
