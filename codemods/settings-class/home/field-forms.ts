import { planDependency, pythonFloor, type RepositoryView } from '#pystd';

/** How `X | None` is written: pydantic evaluates annotations, so the lowest Python decides, and in a class that is there what it does already. */
export function unionsOf(text: string, floor: number | undefined): 'bar' | 'typing' {
  if (/\bOptional\[/.test(text)) return 'typing';
  if (/\|\s*None\b|\bNone\s*\|/.test(text)) return 'bar';
  return floor !== undefined && floor >= 10 ? 'bar' : 'typing';
}

/** What fields may be made of: validators stand in `typing.Annotated`, which Python 3.8 lacks; lists of texts need pydantic-settings 2.7 besides. */
export function fieldsOf(view: RepositoryView, project: string): { readonly validators: boolean; readonly lists: boolean } {
  const floor = pythonFloor(view, project);
  const validators = floor === undefined || floor >= 9;
  return { validators, lists: validators && planDependency(view, project, 'pydantic-settings>=2.7').kind !== 'person' };
}
