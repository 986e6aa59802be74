/** `npm start` ends with this: the story, played against the running services, or asked anew when it was told. */
import { dayOf } from '#shared/pure/time.ts';
import { readConfig } from './config.ts';
import { countPapers } from './count.ts';
import { RefusedError } from './doors.ts';
import { playStory, WrongAnswerError } from './play.ts';
import { Progress } from './progress.ts';
import { registerUnits } from './register-units.ts';
import { Screen } from './screen.ts';
import { STORY } from './story.ts';

try {
  const config = readConfig(process.env);
  const screen = new Screen((line) => console.log(line));
  screen.opening(dayOf(Date.now()));
  await playStory(STORY, {
    portal: config.portal,
    doors: config,
    registerUnits: () => registerUnits(config.operations),
    progress: Progress.open(config.progressFile),
    audience: screen,
  });
  const shown = (address: string): string => {
    const url = new URL(address);
    url.hostname = config.shownHost ?? url.hostname;
    return url.href.replace(/\/$/, '');
  };
  screen.ending(countPapers(screen.heard), {
    'Page and API': shown(config.portal),
    'API documents': shown(`${config.portal}/docs`),
    Operations: shown(`${config.operations}/docs`),
    'One-stop shop': shown(config.oneStopShop),
    'Document management': shown(config.documentManagement),
    'Civil servants': shown(config.civilServants),
  });
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof WrongAnswerError || error instanceof RefusedError) {
    console.error('If this data folder is from another version: npm run reset, then npm start.');
  }
  process.exitCode = 1;
}
