import type { TomlPath } from '../formats/toml/index.ts';

/**
 * Something to be said about an entry of a project that is converted. `note`: done, and the reviewer should know how it differs. `person`: left to a person,
 * the rest is right without it. `refusal`: nothing correct can be written, so that the project stays as it is.
 */
export interface Remark {
  readonly kind: 'note' | 'person' | 'refusal';
  /** Where in `pyproject.toml`. */
  readonly at: TomlPath;
  /** A full sentence. */
  readonly message: string;
}

/** Collects remarks while a project is read. Nothing is said twice. */
export class Remarks {
  readonly #all = new Map<string, Remark>();

  note(at: TomlPath, message: string): void {
    this.#add({ kind: 'note', at, message });
  }

  person(at: TomlPath, message: string): void {
    this.#add({ kind: 'person', at, message });
  }

  refuse(at: TomlPath, message: string): void {
    this.#add({ kind: 'refusal', at, message });
  }

  get all(): readonly Remark[] {
    return [...this.#all.values()];
  }

  #add(remark: Remark): void {
    this.#all.set(JSON.stringify([remark.at, remark.message]), remark);
  }
}
