import path from 'node:path';
import type { Project } from '../../idioms/sdk.ts';
import type { ParsedFile } from '../../parsed.ts';
import { perText } from '../../perText.ts';

const guard = /^if\s+__name__\s*==\s*['"]__main__['"]/m;
/** The object that a server or a worker is told to run. */
const application =
  /=\s*(?:\w+\.)*(?:Flask|FastAPI|Starlette|Celery|Sanic|Quart|Litestar|Bottle|Application)\s*\(|=\s*falcon\.(?:asgi\.)?App\(|\bget_[aw]sgi_application\s*\(|\bexecute_from_command_line\s*\(/;
const entryName =
  /^(?:__main__|main|app|server|worker|run|manage|wsgi|asgi|cli|start|consumer|producer)\.py$/;

/** What a manifest's script may call. */
const entryFunction = /^(?:main|cli|run|start|serve)$/;

const isStarted = perText((text) => guard.test(text) || application.test(text));

/** Whether the module runs something when it is imported or started. */
export function runs({ text, tree }: ParsedFile): boolean {
  if (isStarted(text)) return true;
  return tree.rootNode.namedChildren.some(
    (node) =>
      entryFunction.test(
        (node.childForFieldName('definition') ?? node).childForFieldName('name')?.text ?? '',
      ) ||
      /^(?:for|while|with)_statement$/.test(node.type) ||
      (node.type === 'expression_statement' && /^(?:call|await)$/.test(node.firstNamedChild?.type ?? '')),
  );
}

/** Whether the program starts at the file: run itself, named in the manifest, or the home of what a server runs. */
export function startsAt(file: ParsedFile, project: Project): boolean {
  if (isStarted(file.text)) return true;
  if (entryName.test(path.basename(file.path))) return true;
  const module = path
    .relative(project.folder, file.path)
    .replace(/\.py$/, '')
    .split(path.sep)
    .filter((part, i) => part !== 'src' || i > 0)
    .join('.');
  const isScript = new RegExp(`=\\s*["']${module.replaceAll('.', '\\.')}:`);
  if (isScript.test(project.read('pyproject.toml') ?? '')) return true;
  // A script calls what it defines, or prints.
  const defined = file.tree.rootNode.namedChildren
    .filter((node) => node.type === 'function_definition')
    .map((node) => node.childForFieldName('name')?.text ?? '');
  return file.tree.rootNode.namedChildren.some((node) => {
    const called = node.firstNamedChild?.childForFieldName('function')?.text ?? '';
    return (
      /^(?:for|while|with)_statement$/.test(node.type) ||
      ['print', 'asyncio.run', 'sys.exit', ...defined].includes(called)
    );
  });
}
