/** The MySQL grammar, in a bundle of its own: its tables take longer to load than most commands take to judge. */
import {
  BailErrorStrategy,
  BaseErrorListener,
  CharStreams,
  CommonTokenStream,
  PredictionMode,
} from 'antlr4ng';
import { MySqlLexer } from 'dt-sql-parser/dist/lib/mysql/MySqlLexer.js';
import { MySqlParser } from 'dt-sql-parser/dist/lib/mysql/MySqlParser.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { SyntaxNode } from '../core/tool/sql/syntax.js';
import type { GrammarError } from '../core/tool/table.js';
import { decodeMysqlTree } from './decode-mysql-tree.js';

/** Names every statement of a text, or says that it does not parse as a whole. Never throws. */
export function parseMysql(sql: string): Result<SyntaxNode, GrammarError> {
  try {
    const errors = new ErrorCount();
    const lexer = new MySqlLexer(CharStreams.fromString(inOneUnit(sql)));
    lexer.removeErrorListeners();
    lexer.addErrorListener(errors);
    const parser = new MySqlParser(new BoundedTokens(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(errors);
    // A partial tree would hide words: the first error ends the parse.
    parser.errorHandler = new BailErrorStrategy();
    // The full prediction costs many times more; what only it can read counts as not parsed.
    parser.interpreter.predictionMode = PredictionMode.SLL;
    const tree = parser.program();
    if (errors.count > 0) return err({ code: 'parse-error' });
    return ok(decodeMysqlTree(tree, MySqlParser.ruleNames));
  } catch (error) {
    return err({ code: error instanceof Error ? error.name : 'parse-error' });
  }
}

/** The lexer counts characters, strings count UTF-16 units: one stands for each unit of a character beyond 16 bits. */
function inOneUnit(sql: string): string {
  return sql.replace(/[\u{10000}-\u{10FFFF}]/gu, 'xx');
}

class ErrorCount extends BaseErrorListener {
  count = 0;

  override syntaxError(): void {
    this.count += 1;
  }
}

/**
 * The parser decides by looking ahead, and each place that it looks at for the first time costs milliseconds: beyond
 * these bounds it gives up. Counted in words, not in time, so that the same text always gets the same answer.
 */
const most = { ahead: 100, looks: 10_000 };

class BoundedTokens extends CommonTokenStream {
  private from: number | undefined;
  private looks = 0;

  override mark(): number {
    this.from = this.index;
    return super.mark();
  }

  override release(marker: number): void {
    this.from = undefined;
    super.release(marker);
  }

  override consume(): void {
    super.consume();
    if (this.from === undefined) return;
    this.looks += 1;
    if (this.index - this.from > most.ahead || this.looks > most.looks) throw new TooFarAhead();
  }
}

class TooFarAhead extends Error {
  override readonly name = 'too-far-ahead';
}
