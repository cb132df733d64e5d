/** Thrown by editor operations that cannot be done safely, caught where the change was begun: the finding then goes to a person. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The value of an edit maker, or a refusal with its reason. */
export function orRefuse<T extends object>(made: T | { readonly refused: string }): T {
  if ('refused' in made) throw new Refusal(made.refused);
  return made;
}

/** Gives a change up, for a codemod that finds out while it writes. @throws Refusal always */
export function refuse(because: string): never {
  throw new Refusal(because);
}
