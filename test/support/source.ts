import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** The project's root, found from the folder in which the tests run. */
export const root = process.cwd();

export interface SourceFile {
  /** Path from the root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** `text` with comments, strings and regular expressions blanked, same length and lines. */
  readonly code: string;
}

export function sourceFiles(folder: string, extension = '.ts'): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      return { path: relative(root, path).split(sep).join('/'), text, code: blank(text) };
    });
}

export interface ImportLine {
  readonly from: string;
  /** A project path without extension (`src/core/shared/result`), or a module's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Every static, dynamic and re-exporting import of a file. */
export function importsOf(file: SourceFile): readonly ImportLine[] {
  const statements =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|\brequire\(\s*'([^']+)'\s*\)/g;
  return [...file.text.matchAll(statements)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? '';
    return {
      from: file.path,
      to: specifier.startsWith('.')
        ? relative(root, resolve(root, dirname(file.path), specifier))
            .split(sep)
            .join('/')
            .replace(/\.js$/, '')
        : specifier,
      typeOnly: match[1] !== undefined,
    };
  });
}

/** Blanks what is not code, so that a rule about code does not trip over prose. Template literals keep their `${}` code. */
function blank(text: string): string {
  const keepLines = (match: string): string => match.replace(/[^\n]/g, ' ');
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|\$\{[^{}]*\}|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/g,
    keepLines,
  );
}
