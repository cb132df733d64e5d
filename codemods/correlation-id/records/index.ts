import { modulesOf, projectOf, serviceTargets, type LoggingSetup, type ServiceTarget, type Task } from '#pystd';
import { namesOf, type Names, type Options } from '../options.ts';
import { RULE, unseen, type About } from './about.ts';
import { anchorOf, enrichLoguru, patchedBy } from './loguru.ts';
import { idSource, usesStructlog } from './source.ts';
import { enrichStandard } from './standard.ts';
import { enrichStructlog } from './structlog.ts';
import { importedName } from './imported.ts';

/** Has the log records of each service carry the id that a middleware sets. */
export function enrichRecords(task: Task<Options>): void {
  const names = namesOf(task.options);
  for (const target of serviceTargets({ ...task, flag: () => undefined })) {
    const source = idSource(task, target, names);
    if (!source) continue;
    if (source.kind === 'other') {
      const { known } = source;
      const isMiddleware = known.kind === 'own' || known.kind === 'library';
      if (isMiddleware && !isCarried(task, target)) task.flag(known.module.at(known.node), `The log records do not carry the ids that ${known.title} gives to requests: have a filter or processor of the logging library put them into each, from a context variable.`, { rule: RULE });
      continue;
    }
    const about: About = { task, target, source, names, setups: setupsFor(task, target) };
    withoutSetup(about);
    enrichChains(about);
    enrichSinks(about);
    enrichStandard(about);
  }
}

/** Whether something in a service puts ids of requests into records. */
function isCarried({ python, repo }: Task<Options>, { project }: ServiceTarget): boolean {
  const texts = modulesOf({ repo, python }, project, 'service').map(({ text }) => text);
  const isBound = texts.some((text) => /\b(?:bind_contextvars|bound_contextvars|contextualize)\(|\bpatcher\s*=/.test(text));
  return isBound || (texts.some((text) => /\bContextVar\b|\bstarlette_context\b|\basgi_correlation_id\b/.test(text)) && texts.some((text) => /\bsetLogRecordFactory\b|\(\s*(?:logging\.)?(?:Filter|LoggerAdapter)\s*\)|\.addFilter\(|["']filters["']/.test(text)));
}

/** The calls that set up logging where the service runs. */
function setupsFor({ backend, python, repo }: Task<Options>, { app, project }: ServiceTarget): readonly LoggingSetup[] {
  const own = backend.logging.setups.filter(({ kind, module }) => !['setLevel', 'loguru.remove'].includes(kind) && projectOf(repo, module.path) === project);
  const started = backend.logging.programsOf(app.module).filter((program) => program.app !== undefined).flatMap(({ setups }) => setups);
  const sure = own.filter((setup) => started.some(({ node, module }) => module === setup.module && node.start === setup.node.start));
  return sure.length > 0 ? sure : own.filter(({ module }) => module === app.module || python.reaches(app.module, module));
}

function flag({ task }: About, { module, node }: Pick<LoggingSetup, 'module' | 'node'>, names: Names, because: string): void {
  task.flag(module.at(node), unseen(names, because), { rule: RULE });
}

function withoutSetup(about: About): void {
  const { task, target, setups, names, source } = about;
  const isStructured = usesStructlog(task, target.project);
  if (setups.length === 0 && !isStructured) flag(about, target.app, names, 'Nothing sets up logging where the service starts: what does so later has to show it.');
  if (isStructured && (source.kind !== 'module' || !/\bbind_contextvars\b/.test(source.module.text))) flag(about, target.app, names, 'Nothing binds it for structlog: let the middleware call `structlog.contextvars.bind_contextvars`.');
}

function enrichChains(about: About): void {
  const { task, setups, names } = about;
  for (const setup of setups.filter(({ kind }) => kind === 'structlog.configure')) {
    const found = enrichStructlog(task, setup);
    if ('problem' in found) flag(about, setup, names, found.problem);
    else if (found.edits.length > 0) task.change(setup.module.at(setup.node), unseen(names, 'The chain of structlog takes over what is bound to the request.'), (edit) => edit.edit(setup.module.path, found.edits), { rule: RULE });
  }
}

function enrichSinks(about: About): void {
  const { task, target, setups, names, source } = about;
  const own = setups.filter(({ library }) => library === 'loguru');
  const [first] = own;
  const patched = patchedBy(task, target.project, names.field);
  if (!first || patched === 'field') return;
  const anchor = anchorOf(own);
  const problem = patched === 'other' ? 'Another `patcher` gives records their fields: have it set this one.' : source.kind === 'library' ? 'Let `logger.configure(patcher=…)` put `asgi_correlation_id.correlation_id` into each record.' : anchor ? undefined : 'The sinks of loguru are added in a way that is not understood.';
  if (problem !== undefined || !anchor || source.kind !== 'module') flag(about, first, names, problem ?? '');
  else task.change(anchor.module.at(anchor.node), unseen(names, 'A patcher of loguru puts it into each.'), (edit) => {
    const variable = importedName(edit, task, source.module, names.variable, anchor);
    const isShown = enrichLoguru(edit, anchor, own, names.field, variable, task.backend.projects.lineWidth(anchor.module.path));
    if (!isShown) task.note(`The default format of loguru does not show \`extra\`, where the ${names.title} is: a sink shows it with \`{extra[${names.field}]}\` in its format.`);
  }, { rule: RULE });
}
