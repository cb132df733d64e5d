import type { Editor, ServiceTarget, Task } from '#pystd';
import type { Options, Shape } from '../options.ts';

const ENGINES = ['sqlalchemy.create_engine', 'sqlalchemy.ext.asyncio.create_async_engine', 'sqlmodel.create_engine'];

/**
 * An engine with `echo` has a handler of its own besides those of the root logger, and each statement would come twice. Where the levels say whether
 * statements are logged, `echo=True` goes; any other one is left and spoken of.
 */
export function quietEngines(editor: Editor, task: Task<Options>, { app }: ServiceTarget, { hasStatements }: Shape): void {
  const calls = ENGINES.flatMap((external) => task.python.callsTo({ external })).filter(({ module }) => module === app.module || task.python.reaches(app.module, module));
  for (const call of calls) {
    const echo = call.arguments.find(({ name }) => name === 'echo')?.value;
    if (!echo || echo.text === 'False') continue;
    if (hasStatements && echo.text === 'True') editor.removeKeyword(call, 'echo');
    else task.note(`\`echo=${echo.text}\` in \`${call.module.path}\` has SQLAlchemy log statements a second time, by itself: take it out, and set the level of \`sqlalchemy.engine\` where they are wanted.`);
  }
}
