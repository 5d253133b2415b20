import type { SyntaxNode } from '@lezer/common';
import type { AssignTarget, Expression, Statement } from '../../core/command/foreign/program.js';
import { literal, noExpression, ProgramReader, unescaped } from './walk.js';

/** Python's tree in the small form. */
export class PythonReader extends ProgramReader {
  statement(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node);
    switch (node.name) {
      case 'ImportStatement':
        return this.imports(node);
      case 'AssignStatement':
      case 'UpdateStatement':
        return this.assignment(node);
      case 'ForStatement':
        return this.loop(node);
      case 'WithStatement':
        return this.withs(node);
      case 'FunctionDefinition':
        return [{ kind: 'define', name: this.nameIn(kids), value: this.functionOf(node) }];
      case 'ClassDefinition':
        return [this.classOf(node)];
      case 'ReturnStatement':
        return [{ kind: 'return', value: this.value(kids.at(-1)) }];
      case 'IfStatement':
        return this.branches(kids.filter((kid) => kid.name !== 'if'));
      case 'DecoratedStatement':
        return this.decorated(kids);
      case 'Body':
      case 'TryStatement':
      case 'WhileStatement':
      case 'MatchStatement':
      case 'MatchBody':
      case 'MatchClause':
      case 'StatementGroup':
        return [{ kind: 'block', body: this.statements(kids) }];
      case 'PassStatement':
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'ScopeStatement':
        return [];
      case 'ExpressionStatement':
      case 'DeleteStatement':
      case 'Decorator':
        return kids.map((kid) => ({ kind: 'do', value: this.value(kid) }));
      default:
        return [{ kind: 'do', value: this.value(node) }];
    }
  }

  expression(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', name: this.at(node) };
      case 'String':
        return literal(stringOf(this.at(node)));
      case 'FormatString':
        return this.formatted(node);
      case 'ContinuedString':
        return { kind: 'text', parts: kids.map((kid) => this.value(kid)) };
      case 'Number':
      case 'Boolean':
      case 'None':
        return { kind: 'constant', text: this.at(node) };
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return { kind: 'list', items: kids.map((kid) => this.value(kid)) };
      case 'ArrayComprehensionExpression':
      case 'ComprehensionExpression':
      case 'SetComprehensionExpression':
        return this.comprehension(node);
      case 'DictionaryExpression':
        return this.dictionary(node);
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
        return this.call(node);
      case 'AwaitExpression':
      case 'ParenthesizedExpression':
        return this.value(kids.at(-1));
      case 'BinaryExpression':
        return this.binary(node);
      case 'ConditionalExpression':
        return {
          kind: 'either',
          parts: kids.filter((kid) => !/^(?:if|else)$/.test(kid.name)).map((kid) => this.value(kid)),
        };
      case 'LambdaExpression':
        return this.functionOf(node);
      case 'NamedExpression':
        return { kind: 'bind', target: this.targetOf(this.value(kids[0])), value: this.value(kids.at(-1)) };
      default:
        return this.group(node);
    }
  }

  private formatted(node: SyntaxNode): Expression {
    const raw = this.at(node);
    const [, prefix = '', mark = '"'] = /^([A-Za-z]*)("""|'''|"|')/.exec(raw) ?? [];
    const parts: (string | Expression)[] = [];
    let from = node.from + prefix.length + mark.length;
    const plain = (to: number): void => {
      const text = this.text.slice(from, to).replaceAll('{{', '{').replaceAll('}}', '}');
      if (to > from) parts.push(/r/i.test(prefix) ? text : unescaped(text));
    };
    for (const kid of this.all(node)) {
      if (kid.name !== 'FormatReplacement') continue;
      plain(kid.from);
      parts.push(this.value(this.kids(kid)[0]));
      from = kid.to;
    }
    plain(raw.endsWith(mark) ? node.to - mark.length : node.to);
    return { kind: 'text', parts };
  }

  private comprehension(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    const from = kids.findIndex((kid) => kid.name === 'for');
    const source = kids.findIndex((kid, index) => index > from && kid.name === 'in');
    if (from < 0 || source < 0) return this.group(node);
    const names = kids.slice(from + 1, source).map((kid) => this.targetOf(this.value(kid)));
    return {
      kind: 'each',
      target: together(names),
      of: this.value(kids[source + 1]),
      value: this.value(kids[0]),
      ...(/^Array|^Set/.test(node.name) ? {} : { lazy: true }),
    };
  }

  private dictionary(node: SyntaxNode): Expression {
    const kids = this.all(node);
    const entries = kids.flatMap((kid, index): readonly (readonly [Expression, Expression])[] => {
      if (kid.name === '**') return [[literal('...'), this.value(kids[index + 1])]];
      if (kid.name !== ':') return [];
      return [[this.value(kids[index - 1]), this.value(kids[index + 1])]];
    });
    return { kind: 'record', entries };
  }

  private member(node: SyntaxNode): Expression {
    const all = this.all(node);
    const of = this.value(all[0]);
    const name = all.find((kid) => kid.name === 'PropertyName');
    if (name !== undefined) return { kind: 'member', of, name: this.at(name) };
    if (/\[\s*:\s*:\s*-\s*1\s*\]$/.test(this.at(node)))
      return {
        kind: 'call',
        callee: { kind: 'member', of, name: '[::-1]' },
        args: [],
        named: [],
        isNew: false,
      };
    return all.some((kid) => kid.name === ':')
      ? { kind: 'group', parts: [of] }
      : { kind: 'index', of, key: this.value(all[2]) };
  }

  private call(node: SyntaxNode): Expression {
    const [callee, list] = this.kids(node);
    return this.callOf(this.value(callee), list);
  }

  private callOf(callee: Expression, list: SyntaxNode | undefined): Expression {
    const args: Expression[] = [];
    const named: (readonly [string, Expression])[] = [];
    const all = list === undefined ? [] : this.all(list);
    if (list !== undefined && all.some((kid) => kid.name === 'for'))
      return {
        kind: 'call',
        callee,
        args: [this.comprehension(list)],
        named,
        isNew: false,
      };
    for (let index = 0; index < all.length; index += 1) {
      const kid = all[index];
      if (kid === undefined) break;
      const next = all[index + 1];
      if (kid.type.isError) this.broken = true;
      else if (next?.name === 'AssignOp') {
        named.push([this.at(kid), this.value(all[index + 2])]);
        index += 2;
      } else if (kid.name === '**') {
        named.push(['...', this.value(next)]);
        index += 1;
      } else if (kid.name === '*') {
        args.push({ kind: 'group', parts: [this.value(next)] });
        index += 1;
      } else if (!/^[(),]$/.test(kid.name)) args.push(this.value(kid));
    }
    return { kind: 'call', callee, args, named, isNew: false };
  }

  private binary(node: SyntaxNode): Expression {
    const [left, operator, right] = this.kids(node);
    if (operator !== undefined && /^(?:or|and)$/.test(this.at(operator)))
      return { kind: 'either', parts: [this.value(left), this.value(right)] };
    const how =
      operator === undefined
        ? undefined
        : ({ '+': 'add', '/': 'path', '%': 'format' } as const)[this.at(operator)];
    if (how === undefined) return this.group(node);
    return { kind: 'join', how, left: this.value(left), right: this.value(right) };
  }

  private functionOf(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    const list = kids.find((kid) => kid.name === 'ParamList');
    const all = list === undefined ? [] : this.all(list);
    const params = all.flatMap((kid, index): readonly AssignTarget[] =>
      kid.name === 'VariableName' && all[index - 1]?.name !== 'AssignOp'
        ? [{ kind: 'name', name: this.at(kid) }]
        : [],
    );
    const body = kids.at(-1);
    if (node.name === 'LambdaExpression')
      return { kind: 'function', params, body: [{ kind: 'return', value: this.value(body) }] };
    return { kind: 'function', params, body: body === undefined ? [] : this.statements([body]) };
  }

  private classOf(node: SyntaxNode): Statement {
    const kids = this.kids(node);
    const body = kids.at(-1);
    const inner =
      body === undefined
        ? []
        : this.kids(body).flatMap((kid) => (kid.name === 'DecoratedStatement' ? this.kids(kid) : [kid]));
    const methods = inner.flatMap((kid): readonly (readonly [string, Expression])[] =>
      kid.name === 'FunctionDefinition' ? [[this.nameIn(this.kids(kid)), this.functionOf(kid)]] : [],
    );
    return { kind: 'class', name: this.nameIn(kids), methods };
  }

  private nameIn(kids: readonly SyntaxNode[]): string {
    const name = kids.find((kid) => kid.name === 'VariableName');
    return name === undefined ? '' : this.at(name);
  }

  private assignment(node: SyntaxNode): readonly Statement[] {
    const all = this.all(node);
    const adds = node.name === 'UpdateStatement';
    const cuts = all.flatMap((kid, index) =>
      kid.name === 'AssignOp' || kid.name === 'UpdateOp' ? [index] : [],
    );
    const last = cuts.at(-1);
    if (last === undefined) return [];
    const right = all.slice(last + 1).filter((kid) => kid.name !== ',' && !kid.type.isError);
    const values = right.map((kid) => this.value(kid));
    const value: Expression =
      values.length === 1 ? (values[0] ?? noExpression) : { kind: 'list', items: values };
    return cuts.map((cut, index): Statement => {
      const left = all
        .slice(index === 0 ? 0 : (cuts[index - 1] ?? 0) + 1, cut)
        .filter((kid) => kid.name !== ',' && kid.name !== 'TypeDef' && !kid.type.isError);
      const target = together(left.map((kid) => this.targetOf(this.value(kid))));
      return { kind: 'set', target, value, ...(adds ? { adds: true } : {}) };
    });
  }

  private loop(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node);
    const source = kids.findIndex((kid) => kid.name === 'in');
    const names = kids.slice(0, source).filter((kid) => !/^(?:for|async)$/.test(kid.name));
    const bodies = kids.filter((kid) => kid.name === 'Body');
    const target = together(names.map((kid) => this.targetOf(this.value(kid))));
    return [{ kind: 'loop', target, of: this.value(kids[source + 1]), body: this.statements(bodies) }];
  }

  private withs(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node).filter((kid) => !/^(?:with|async)$/.test(kid.name));
    const items = kids.flatMap((kid, index) =>
      kid.name === 'Body' || kid.name === 'as' || kids[index - 1]?.name === 'as'
        ? []
        : [{ of: this.value(kid), as: kids[index + 1]?.name === 'as' ? kids[index + 2] : undefined }],
    );
    const body = this.statements(kids.filter((kid) => kid.name === 'Body'));
    return items.reduceRight<readonly Statement[]>(
      (inner, { of, as }) => [
        {
          kind: 'within',
          of,
          ...(as === undefined ? {} : { target: this.targetOf(this.value(as)) }),
          body: inner,
        },
      ],
      body,
    );
  }

  /** `if`, each `elif` and `else`: tests and bodies in turn. */
  private branches(kids: readonly SyntaxNode[]): readonly Statement[] {
    const [test, body, word, ...rest] = kids;
    if (test === undefined || body?.name !== 'Body') return this.statements(kids);
    const not = test.name === 'UnaryExpression' && this.at(test).startsWith('not');
    return [
      {
        kind: 'if',
        test: this.value(not ? this.kids(test).at(-1) : test),
        not,
        body: this.statements([body]),
        otherwise: word?.name === 'elif' ? this.branches(rest) : this.statements(rest),
      },
    ];
  }

  private decorated(kids: readonly SyntaxNode[]): readonly Statement[] {
    const marks = kids.flatMap((kid) => (kid.name === 'Decorator' ? [this.decorator(kid)] : []));
    return this.statements(kids.filter((kid) => kid.name !== 'Decorator')).flatMap((made): Statement[] =>
      made.kind === 'define'
        ? [{ ...made, marks }]
        : [...marks.map((value): Statement => ({ kind: 'do', value })), made],
    );
  }

  /** A name, its members, and what it is called with stand beside each other. */
  private decorator(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    const list = kids.find((kid) => kid.name === 'ArgList');
    const [first = noExpression, ...members] = kids
      .filter((kid) => kid !== list && kid.name !== 'At')
      .map((kid) => this.value(kid));
    const callee = members.reduce<Expression>(
      (of, one) => (one.kind === 'name' ? { kind: 'member', of, name: one.name } : of),
      first,
    );
    return list === undefined ? callee : this.callOf(callee, list);
  }

  private imports(node: SyntaxNode): readonly Statement[] {
    const text = this.at(node)
      .replace(/[()\\]|#[^\n]*/g, ' ')
      .replace(/\s+/g, ' ');
    const from = /^from ([\w.]*) ?import (.*)$/.exec(text);
    const list = (from?.[2] ?? text.replace(/^import /, ''))
      .split(',')
      .map((one) => /^ ?([\w.*]+)(?:\sas\s(\w+))? ?$/.exec(one));
    return list.flatMap((one): readonly Statement[] => {
      const [, name = '', own] = one ?? [];
      if (name === '') return [];
      if (from !== null) return [{ kind: 'import', module: from[1] ?? '', member: name, as: own ?? name }];
      const first = name.split('.')[0] ?? name;
      return [{ kind: 'import', module: own === undefined ? first : name, as: own ?? first }];
    });
  }
}

function together(targets: readonly AssignTarget[]): AssignTarget {
  const [first] = targets;
  if (first !== undefined && targets.length === 1) return first;
  return { kind: 'parts', parts: targets.map((target, index) => [String(index), target] as const) };
}

function stringOf(raw: string): string {
  const [head = '', prefix = '', mark = ''] = /^([A-Za-z]*)("""|'''|"|')/.exec(raw) ?? [];
  const inner = raw.slice(
    head.length,
    raw.endsWith(mark) && raw.length >= head.length + mark.length ? raw.length - mark.length : raw.length,
  );
  return /r/i.test(prefix) ? inner : unescaped(inner);
}
