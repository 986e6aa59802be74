/** `mot-lan`: the command line for publishers. The only file of the client that reads the environment or exits. */
import process from 'node:process';
import { type Command, readCommand, USAGE, UsageError } from './command-line.ts';
import { runConformance } from './conformance/run.ts';
import { publishFiles, type Surroundings } from './publish.ts';
import { watchFolder } from './watch.ts';

const INTERRUPTED = 130;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    process.stderr.write('\nfinishing what is under way; once more to end at once\n');
    stop.abort();
  });
}

const surroundings: Surroundings = {
  say: (line) => void process.stdout.write(`${line}\n`),
  screen: process.stderr,
  stdin: process.stdin,
  stop: stop.signal,
};

try {
  process.exitCode = await run(readCommand(process.argv.slice(2), process.env));
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`mot-lan: ${words}\n${error instanceof UsageError ? `\n${USAGE}\n` : ''}`);
  process.exitCode = stop.signal.aborted ? INTERRUPTED : 2;
}

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      surroundings.say(USAGE);
      return 0;
    case 'watch':
      await watchFolder(command, surroundings);
      return 0;
    case 'conformance':
      return (await runConformance(command, surroundings)) ? 0 : 1;
    case 'validate':
    case 'publish': {
      const allAccepted = await publishFiles(command, surroundings);
      if (stop.signal.aborted) return INTERRUPTED;
      return allAccepted ? 0 : 1;
    }
    default:
      return command.name satisfies never;
  }
}
