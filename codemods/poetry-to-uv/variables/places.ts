import { commandSitesIn, isYamlProblem, nameOf, parseYaml, type Edit, type FileRewrite, type SourceFile, type Span } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { planFor, type Planned, type YamlPlan } from '../pipelines/plan.ts';
import type { FileKind, Surroundings } from '../surroundings.ts';
import { shellDefinitions, type Definition } from './shell.ts';
import { yamlDefinitions } from './yaml.ts';
import { variableInUv, type VariableInUv } from './variables.ts';

/** `POETRY_*` variables in settings of CI, of containers and of shells: after the commands, so that what nothing uses any more can go. */
export const variables: FileKind = {
  concerns: (file) => /\bPOETRY_\w|VIRTUAL_ENV=/.test(file.text) && isSettingsFile(file),
  rewrite: variablesInFiles,
};

/** Renames and removes the definitions of a file with what uses them, as far as nothing else uses them. */
function variablesInFiles(rewrite: FileRewrite, { projectOf }: Surroundings): void {
  const { file } = rewrite;
  const project = projectOf(file.path);
  if ('problem' in project || project.state === 'kept') return;
  const read = /\.ya?ml$/.test(file.path) ? parseYaml(file.text) : undefined;
  const isYaml = read !== undefined && !isYamlProblem(read);
  const definitions = [...(isYaml ? read.documents.flatMap(yamlDefinitions) : []), ...shellDefinitions(rewrite, isYaml)].filter(({ name, at }) => name.startsWith('POETRY_') && !rewrite.isRewritten(at) && rewrite.whyLeft(at) === undefined);
  if (isYaml || !/\.ya?ml$/.test(file.path)) settle(rewrite, isYaml ? planFor(rewrite) : directly(rewrite), definitions, project);
  assignments(rewrite, project);
}

/** Files that are no YAML need no plan. */
function directly(rewrite: FileRewrite): YamlPlan {
  return {
    change: (at, message, planned) => rewrite.change(at, message, planned.flatMap((one) => (Array.isArray(one) ? (one as readonly Edit[]) : 'edits' in one ? one.edits : []))),
    flag: (at, message) => rewrite.flag(at, message),
    isRewritten: (span) => rewrite.isRewritten(span),
    textAfter: () => rewrite.file.text,
    finish: () => undefined,
  };
}

function settle(rewrite: FileRewrite, plan: YamlPlan, definitions: readonly Definition[], project: MigratedProject): void {
  const outcomes = definitions.map((definition): readonly [Definition, VariableInUv] => [definition, checked(rewrite, definitions, definition, variableInUv(definition.name, definition.value, project))]);
  const going = outcomes.flatMap(([definition, { kind }]) => (kind === 'removed' ? [definition] : []));
  for (const [definition, outcome] of outcomes) {
    const { name, at } = definition;
    if (outcome.kind === 'unknown') plan.flag(at, `\`${name}\` stays: ${outcome.because}`);
    else if (outcome.kind === 'removed') plan.change(at, sentences(`\`${name}\` goes: uv needs nothing like it.`, outcome.remarks), [definition.remove(going)]);
    else {
      const isTaken = definitions.some((other) => other.name === outcome.name) || definedAlready(outcomes, definition, outcome.name);
      const uses: Planned = usesOf(rewrite, definitions, name).map((span) => ({ span, text: outcome.name }));
      if (isTaken) plan.flag(at, `\`${name}\` stays: \`${outcome.name}\`, which it would be, is set already.`);
      else plan.change(at, sentences(`\`${name}\` becomes \`${outcome.name}\`.`, outcome.remarks), [definition.rename(outcome.name, outcome.value), uses]);
    }
  }
  plan.finish();
}

/** Whether an earlier definition in the same place becomes the same variable. */
function definedAlready(outcomes: readonly (readonly [Definition, VariableInUv])[], definition: Definition, name: string): boolean {
  const index = outcomes.findIndex(([one]) => one === definition);
  return outcomes.slice(0, index).some(([other, outcome]) => other.scope === definition.scope && outcome.kind === 'renamed' && outcome.name === name);
}

/** What is still used does not go. */
function checked(rewrite: FileRewrite, definitions: readonly Definition[], { name }: Definition, outcome: VariableInUv): VariableInUv {
  if (outcome.kind !== 'removed' || usesOf(rewrite, definitions, name).length === 0) return outcome;
  return { kind: 'unknown', because: 'other lines still use it, and uv has nothing like it.' };
}

/** Where a variable is used, comments, definitions and what is rewritten left out. */
function usesOf(rewrite: FileRewrite, definitions: readonly Definition[], name: string): readonly Span[] {
  const { text } = rewrite.file;
  return [...text.matchAll(new RegExp(`(?<![\\w])${name}(?!\\w)`, 'g'))].flatMap(({ index }) => {
    const span = { start: index, end: index + name.length };
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    const isDefinition = definitions.some(({ at }) => at.start <= span.start && span.end <= at.end && !/[${.]$/.test(text.slice(0, index)));
    return isDefinition || /^\s*#|\s#\s/.test(line) || rewrite.isRewritten(span) ? [] : [span];
  });
}

/** `NAME=value` before a command: as the command itself is changed already, only these words are. */
function assignments(rewrite: FileRewrite, project: MigratedProject): void {
  const { text } = rewrite.file;
  for (const site of commandSitesIn(rewrite.file)) {
    // What stays with Poetry keeps what it is told.
    if (rewrite.isSpokenOf(site.span) && !rewrite.isRewritten(site.span)) continue;
    // `export` names as many as it likes.
    const exported = site.words[0]?.value === 'export' ? site.words.slice(1) : [];
    const isAll = exported.length > 0 && exported.every(({ raw }) => isGoing(raw, project));
    if (isAll && !rewrite.isRewritten(site.span)) {
      rewrite.change(site.span, `${exported.map(({ raw }) => `\`${raw.split('=', 1)[0] ?? ''}\``).join(', ')} ${exported.length > 1 ? 'go' : 'goes'}: uv needs nothing like it.`, site.remove());
      continue;
    }
    for (const { span, raw } of [...site.assignments, ...exported]) {
      const [, name = '', value = ''] = /^(POETRY_\w+)=(.*)$/s.exec(raw) ?? [];
      if (name === '' || rewrite.isRewritten(span)) continue;
      const outcome = variableInUv(name, value, project);
      const after = /^[ \t]*/.exec(text.slice(span.end))?.[0].length ?? 0;
      if (outcome.kind === 'unknown') rewrite.flag(span, `\`${name}\` stays: ${outcome.because}`);
      else if (outcome.kind === 'removed') rewrite.change(span, sentences(`\`${name}\` goes: uv needs nothing like it.`, outcome.remarks), [{ span: { start: span.start, end: span.end + after }, text: '' }]);
      else rewrite.change(span, sentences(`\`${name}\` becomes \`${outcome.name}\`.`, outcome.remarks), [{ span, text: `${outcome.name}=${outcome.value ?? value}` }]);
    }
  }
}

function isGoing(raw: string, project: MigratedProject): boolean {
  const [, name = '', value = ''] = /^(POETRY_\w+)=(.*)$/s.exec(raw) ?? [];
  return name !== '' && variableInUv(name, value, project).kind === 'removed';
}

function sentences(first: string, more: readonly string[]): string {
  return [first, ...more].join(' ');
}

/** Files that set variables; those that build images are somebody else's. */
function isSettingsFile({ path }: SourceFile): boolean {
  return /\.(?:ya?ml|sh|bash|zsh)$|(?:^|\/)(?:\.env[\w.-]*|[\w.-]*\.env|\.envrc|env\.\w+|Jenkinsfile[\w.-]*)$|\.(?:groovy|jenkinsfile)$/.test(path) && nameOf(path) !== 'conda.yml';
}
