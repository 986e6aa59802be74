/**
 * `npm run pack -- [folder]`: the client as one file that an agency runs without this project:
 * `npx ./mot-lan-client-0.1.0.tgz publish …`. The sources lose their types and nothing else.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const HERE = import.meta.dirname;

/**
 * Packs into a folder; gives the path of the packed file.
 * @throws Error if npm cannot pack.
 */
function pack(into: string): string {
  const staged = mkdtempSync(path.join(tmpdir(), 'mot-lan-client-'));
  try {
    for (const file of ['package.json', 'bin.mjs', 'README.md', 'conformance/samples'])
      cpSync(path.join(HERE, file), path.join(staged, file), { recursive: true });
    for (const source of globSync('**/*.ts', { cwd: HERE })) {
      if (source === 'pack.ts') continue;
      const target = path.join(staged, source.replace(/\.ts$/u, '.js'));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, asJavaScript(readFileSync(path.join(HERE, source), 'utf8')));
    }
    const arguments_ = ['pack', '--silent', '--pack-destination', path.resolve(into)];
    const packed = execFileSync('npm', arguments_, { cwd: staged, encoding: 'utf8' });
    return path.join(into, packed.trim());
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function asJavaScript(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(/(from '\.[^']*)\.ts'/gu, "$1.js'");
}

const into = process.argv[2] ?? '.';
mkdirSync(into, { recursive: true });
process.stdout.write(`${pack(into)}\n`);
