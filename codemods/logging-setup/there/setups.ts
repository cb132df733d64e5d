import { isRunByHand, projectOf, roleOf, type LoggingSetup, type Place, type ServiceTarget, type Task } from '#pystd';

/** The calls that set up logging when the service starts, or may do so: nobody is seen to call them, in a module that the service imports, of whatever project. */
export function setupsOf<O>(task: Task<O>, { app }: ServiceTarget): readonly LoggingSetup[] {
  const { logging } = task.backend;
  const started = new Set(logging.programsOf(app.module).filter((program) => program.app === app).flatMap(({ setups }) => setups));
  const isImported = ({ module }: LoggingSetup): boolean => module === app.module || task.python.reaches(app.module, module);
  return logging.setups.filter((setup) => concerns(setup) && (started.has(setup) || (setup.runs.length === 0 && isImported(setup))));
}

/** Whether a call is about all loggers: the level of a single one goes well with any set-up. */
function concerns({ kind, about }: LoggingSetup): boolean {
  return kind !== 'setLevel' || about.kind === 'root';
}

/** A text that gives a server a configuration of logging: a command, or gunicorn's own file. */
const GIVEN = /--log-config(?:[= "',]+[\w./-]+)?|^logconfig(?:_dict|_json)?\s*=[^\n]*/m;
/** `uvicorn.run(…, log_config=CONFIG)`; with `None` uvicorn leaves its loggers to the root logger. */
const STARTED = /\blog_config\s*=\s*(?!None\b)[\w{]+/;

/** The file that has a server configure logging, with the place of the words in it. */
export function serverConfiguration<O>({ repo }: Task<O>, { project }: ServiceTarget): Place | undefined {
  for (const { path, text } of repo.files.values()) {
    if ((projectOf(repo, path) !== project && projectOf(repo, path) !== '') || /\.(?:md|rst|lock|[jt]sx?|css|html)$/.test(path)) continue;
    const isPython = path.endsWith('.py');
    if (isPython && (roleOf(path) !== 'service' || isRunByHand(path))) continue;
    const found = GIVEN.exec(text) ?? (isPython && /\buvicorn\.(?:run|Config)\(/.test(text) ? STARTED.exec(text) : null);
    if (found) return { path, span: { start: found.index, end: found.index + found[0].length } };
  }
  return undefined;
}
