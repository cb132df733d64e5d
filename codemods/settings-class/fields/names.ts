import type { FieldRules } from './rules.ts';

/** How a variable is called as a field. */
export interface FieldName {
  readonly name: string;
  /** The variable itself, where pydantic would not find it by the field's name. */
  readonly alias: string | undefined;
}

/** A variable that cannot be a field, because of what the sentence says. */
export interface NameProblem {
  readonly problem: string;
}

const KEYWORDS = new Set('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '));

/** Attributes of BaseModel and BaseSettings, which a field would hide; and what the class's own lines mean by a name. */
const ATTRIBUTES = new Set('construct copy dict fields from_orm json mro parse_file parse_obj parse_raw register schema schema_json update_forward_refs validate'.split(' '));
const SPOKEN = new Set('Annotated AliasChoices BaseSettings BeforeValidator Field List NoDecode Optional Path SettingsConfigDict Union bool bytes float frozenset int lambda list object set str tuple'.split(' '));

/** Variables that a system sets for every program, in the spelling they have there. */
const OF_SYSTEMS = new Set('COLUMNS DISPLAY EDITOR HOME HOST HOSTNAME LANG LANGUAGE LINES LOGNAME MAIL OLDPWD PAGER PATH PWD SHELL SHLVL TEMP TERM TMP TMPDIR TZ USER USERNAME VISUAL'.split(' '));

/** The names of all fields a class is to get. Names that are derived never collide with each other or with `taken`, names the class has already. */
export function fieldNames(variables: readonly string[], rules: FieldRules, taken: ReadonlySet<string> = new Set()): ReadonlyMap<string, FieldName | NameProblem> {
  const result = new Map<string, FieldName | NameProblem>();
  const used = new Set(taken);
  // Variables that keep their spelling choose first.
  const wanted = [...new Set(variables)].map((variable) => ({ variable, ...nameOf(variable, rules) }));
  for (const { variable, name } of [...wanted.filter((one) => !one.isDerived), ...wanted.filter((one) => one.isDerived)]) {
    const problem = objection(variable, variables, rules);
    if (problem !== undefined) {
      result.set(variable, { problem });
      continue;
    }
    let free = name;
    while (used.has(free)) free += '_';
    used.add(free);
    result.set(variable, { name: free, alias: reads(free, variable, rules) ? undefined : variable });
  }
  return result;
}

function objection(variable: string, variables: readonly string[], rules: FieldRules): string | undefined {
  if (!/^[^\s=\0]+$/.test(variable)) return `\`${variable}\` is no name of an environment variable.`;
  if (rules.caseSensitive) return undefined;
  const twin = variables.find((other) => other !== variable && other.toLowerCase() === variable.toLowerCase());
  if (twin !== undefined) return `\`${variable}\` and \`${twin}\` are two variables, and the settings do not tell capitals from small letters (\`case_sensitive=False\`).`;
  const capitals = variable.toUpperCase();
  if (capitals !== variable && OF_SYSTEMS.has(capitals)) return `\`${variable}\` would be read from \`${capitals}\`, which the system sets: the settings do not tell capitals from small letters (\`case_sensitive=False\`).`;
  return undefined;
}

/** Whether pydantic looks for this very variable when a field has this name. */
function reads(name: string, variable: string, { caseSensitive, prefix }: FieldRules): boolean {
  const looked = prefix + name;
  return caseSensitive ? looked === variable : looked.toLowerCase() === variable.toLowerCase();
}

function nameOf(variable: string, { prefix, caseSensitive, spelling }: FieldRules): { readonly name: string; readonly isDerived: boolean } {
  const hasPrefix = prefix !== '' && (caseSensitive ? variable.startsWith(prefix) : variable.toLowerCase().startsWith(prefix.toLowerCase()));
  const rest = hasPrefix && variable.length > prefix.length ? variable.slice(prefix.length) : variable;
  const spelled = spelling === 'lower' ? rest.toLowerCase() : rest;
  if (mayBeField(spelled)) return { name: spelled, isDerived: false };
  const word = spelled.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  const started = /^[A-Za-z]/.test(word) ? word : `VARIABLE_${word}`.replace(/_$/, '');
  const derived = spelling === 'lower' ? started.toLowerCase() : started;
  // What pydantic or Python use is written in small letters, or with one capital.
  return { name: mayBeField(derived) ? derived : mayBeField(derived.toUpperCase()) ? derived.toUpperCase() : `${derived}_`, isDerived: true };
}

/** Whether a name can be a field as it is: an identifier that neither Python nor pydantic uses, and that is not private. */
export function mayBeField(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !/^(model|settings)_/.test(name) && !KEYWORDS.has(name) && !ATTRIBUTES.has(name) && !SPOKEN.has(name);
}
