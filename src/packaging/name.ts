/** A project, extra or group name in its one normalised spelling (PEP 503, 685, 735): lower case, single hyphens. */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Whether PEP 508 knows the text as a name. */
export function isName(text: string): boolean {
  return /^(?:[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i.test(text);
}
