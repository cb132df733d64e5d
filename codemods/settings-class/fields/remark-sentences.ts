import type { FieldRemark, RemarkKind } from './shape.ts';

/** The variables of one kind of remark, as a sentence needs them. */
interface Spoken {
  /** `A`, `A` and `B`. */
  readonly all: string;
  /** `A`, `A` or `B`. */
  readonly any: string;
  readonly isOne: boolean;
  readonly other: string;
}

/** One sentence for each kind of remark, on all variables it is true of. Never a value of a secret. */
export function remarkSentences(remarks: readonly FieldRemark[]): readonly string[] {
  const groups = new Map<string, FieldRemark[]>();
  for (const remark of remarks) {
    const key = remark.kind === 'either-name' || remark.kind === 'files' ? `${remark.kind} ${remark.other}` : remark.kind;
    groups.set(key, [...(groups.get(key) ?? []), remark]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const names = [...new Set(group.map(({ variable }) => `\`${variable}\``))];
    return first ? [SENTENCES[first.kind]({ all: joined(names, 'and'), any: joined(names, 'or'), isOne: names.length === 1, other: first.other })] : [];
  });
}

const SENTENCES: Readonly<Record<RemarkKind, (spoken: Spoken) => string>> = {
  'required': ({ any }) => `Without ${any} the program now stops when the settings are made; before, where it was read.`,
  'secret': ({ all, isOne }) => `${all} ${isOne ? 'is a secret and loses its default: it' : 'are secrets and lose their defaults: they'} must be set before the next start.`,
  'written-secret': ({ all, isOne }) => `${all} ${isOne ? 'is a secret that stood in the code: it' : 'are secrets that stood in the code: they'} must be set before the next start, to new values, since the old ones are in the history.`,
  'written': ({ all, isOne }) => `${isOne ? 'The environment variable' : 'The environment variables'} ${all} ${isOne ? 'changes it' : 'change them'} from now on.`,
  'not-empty': ({ all }) => `${all} must not be empty, either: the empty text stood for the default.`,
  'whole-number': ({ any }) => `A text in ${any} that is no whole number now stops the program when the settings are made (\`4.0\` is one now; other digits than 0 to 9 and, before pydantic 2.7, white space are not).`,
  'number': ({ any }) => `A text in ${any} that is no number now stops the program when the settings are made (\`1_.5\` is one now; other digits than 0 to 9 and, before pydantic 2.7, white space are not).`,
  'switch': ({ any }) => `A text in ${any} that means neither on nor off now stops the program when the settings are made.`,
  'case': ({ all, other }) => `The settings do not tell capitals from small letters: other spellings, such as \`${other}\`, now set ${all}, too.`,
  'either-type': ({ all, isOne }) => `${all} ${isOne ? 'is a text when it is set and something else when it is not' : 'are texts when they are set and something else when they are not'}, as before: a person should say which is meant.`,
  'truth': ({ all, isOne }) => `${all} ${isOne ? 'is' : 'are'} on for every text that is not empty, \`false\` and \`0\` included, as before: that is hardly meant.`,
  'none-text': ({ all, isOne }) => `${all} ${isOne ? 'is the text `None` when it is' : 'are the text `None` when they are'} unset, as before: that is hardly meant.`,
  'ellipsis': ({ all, isOne }) => `${all} ${isOne ? 'is `...` when it is unset, as before: that does not make it' : 'are `...` when they are unset, as before: that does not make them'} required, and is hardly meant.`,
  'either-name': ({ all, isOne, other }) => `Where \`${other}\` is set, ${all} ${isOne ? 'does' : 'do'} not matter any more: unset, or with a text that is refused otherwise.`,
  'env-file': ({ all, isOne }) => `${all} ${isOne ? 'is' : 'are'} looked for in the class's \`env_file\` as well; set in the environment, ${isOne ? 'it wins' : 'they win'} over what that file says of the field.`,
  'files': ({ other }) => `Of files the settings read their own \`env_file\` only, in which quotes, \`#\` and \`$\{…}\` may mean something else than for ${other}.`,
  'file-unread': ({ all, isOne }) => `${all} may now stand in the \`env_file\` of the settings, too; nothing loaded ${isOne ? 'it' : 'them'} from there before.`,
  'file-late': ({ all, isOne }) => `${all} may now stand in the \`env_file\` of the settings in any case; \`load_dotenv\` may have come too late for ${isOne ? 'it' : 'them'} before.`,
};

function joined(names: readonly string[], word: 'and' | 'or'): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} ${word} ${last}` : last;
}
