import type { SyntaxNode } from '@lezer/common';
import type { AssignTarget, Expression, Statement } from '../../core/command/foreign/program.js';
import { literal, noExpression, ProgramReader, unescaped } from './walk.js';

/** JavaScript's and TypeScript's tree in the small form. Types fall away. */
export class JavascriptReader extends ProgramReader {
  statement(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node);
    switch (node.name) {
      case 'ImportDeclaration':
        return this.imports(node);
      case 'VariableDeclaration':
        return this.declaration(node);
      case 'FunctionDeclaration':
        return [{ kind: 'define', name: this.nameIn(kids), value: this.functionOf(node) }];
      case 'ClassDeclaration':
        return [{ kind: 'class', name: this.nameIn(kids), methods: this.methodsOf(node) }];
      case 'ForStatement':
        return this.loop(node);
      case 'IfStatement':
        return this.branches(kids.filter((kid) => !isWord(kid)));
      case 'ReturnStatement':
        return [{ kind: 'return', value: this.value(kids.find((kid) => kid.name !== 'return')) }];
      case 'ExportDeclaration':
      case 'Block':
      case 'TryStatement':
      case 'CatchClause':
      case 'FinallyClause':
      case 'WhileStatement':
      case 'DoStatement':
      case 'SwitchStatement':
      case 'SwitchBody':
      case 'LabeledStatement':
        return [{ kind: 'block', body: this.statements(kids.filter((kid) => !isWord(kid))) }];
      case 'ExpressionStatement':
      case 'ThrowStatement':
        return kids.filter((kid) => !isWord(kid)).map((kid) => ({ kind: 'do', value: this.value(kid) }));
      case 'TypeAliasDeclaration':
      case 'InterfaceDeclaration':
      case 'BreakStatement':
      case 'ContinueStatement':
        return [];
      default:
        return [{ kind: 'do', value: this.value(node) }];
    }
  }

  expression(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    switch (node.name) {
      case 'VariableName':
      case 'VariableDefinition':
      case 'this':
        return { kind: 'name', name: this.at(node) };
      case 'String':
        return literal(unescaped(this.at(node).slice(1, -1)));
      case 'TemplateString':
        return this.template(node);
      case 'Number':
      case 'BooleanLiteral':
      case 'null':
        return { kind: 'constant', text: this.at(node) };
      case 'ArrayExpression':
        return { kind: 'list', items: this.items(node) };
      case 'ObjectExpression':
        return { kind: 'record', entries: kids.flatMap((kid) => this.property(kid)) };
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
      case 'NewExpression':
        return this.call(node);
      case 'ImportMeta':
        return { kind: 'member', of: { kind: 'name', name: 'import' }, name: 'meta' };
      case 'DynamicImport':
        return { kind: 'module', name: this.value(kids.find((kid) => kid.name !== 'import')) };
      case 'TaggedTemplateExpression':
        return this.tagged(kids);
      case 'AwaitExpression':
      case 'ParenthesizedExpression':
      case 'UnaryExpression':
      case 'YieldExpression':
        return this.value(kids.find((kid) => !isWord(kid) && !/Op$/.test(kid.name)));
      case 'PostfixExpression':
        return this.value(kids[0]);
      case 'BinaryExpression':
        return this.binary(node);
      case 'ConditionalExpression':
        return {
          kind: 'either',
          parts: kids.filter((kid) => kid.name !== 'LogicOp').map((kid) => this.value(kid)),
        };
      case 'AssignmentExpression':
        return this.assigned(node);
      case 'ArrowFunction':
      case 'FunctionExpression':
        return this.functionOf(node);
      case 'ClassExpression':
        return { kind: 'group', parts: this.methodsOf(node).map(([, value]) => value) };
      case 'Spread':
      case 'TypeAnnotation':
      case 'RegExp':
        return noExpression;
      default:
        return this.group(node);
    }
  }

  private template(node: SyntaxNode): Expression {
    const parts: (string | Expression)[] = [];
    let from = node.from + 1;
    for (const kid of this.all(node)) {
      if (kid.name !== 'Interpolation') continue;
      if (kid.from > from) parts.push(unescaped(this.text.slice(from, kid.from)));
      parts.push(this.value(this.kids(kid).find((one) => !/^Interpolation/.test(one.name))));
      from = kid.to;
    }
    if (node.to - 1 > from) parts.push(unescaped(this.text.slice(from, node.to - 1)));
    return { kind: 'text', parts };
  }

  /** `sql\`…\`` is a call with its text; `$\`…\`` is shell text. */
  private tagged([tag, template]: readonly SyntaxNode[]): Expression {
    const text = this.value(template);
    if (tag !== undefined && /^(?:\$|zx\.\$|Bun\.\$)$/.test(this.at(tag))) return { kind: 'shell', text };
    return { kind: 'call', callee: this.value(tag), args: [text], named: [], isNew: false };
  }

  private items(node: SyntaxNode): readonly Expression[] {
    const all = this.all(node);
    return all.flatMap((kid, index): readonly Expression[] => {
      if (kid.type.isError) this.broken = true;
      if (kid.name === ',' && /^[,[]$/.test(all[index - 1]?.name ?? '')) return [noExpression];
      if (kid.type.isError || /^[^\p{L}]/u.test(kid.name) || /Comment$/.test(kid.name)) return [];
      if (kid.name === 'Spread') return [];
      return all[index - 1]?.name === 'Spread'
        ? [{ kind: 'group', parts: [this.value(kid)] }]
        : [this.value(kid)];
    });
  }

  private property(node: SyntaxNode): readonly (readonly [Expression, Expression])[] {
    if (node.name !== 'Property') return [];
    const kids = this.kids(node).filter((kid) => !isWord(kid));
    const [key, value] = kids;
    if (key === undefined) return [];
    if (key.name === 'Spread') return [[literal('...'), this.value(value)]];
    if (kids.some((kid) => kid.name === 'ParamList')) return [[literal(this.at(key)), this.functionOf(node)]];
    const name =
      key.name === 'PropertyDefinition' || key.name === 'VariableName'
        ? literal(this.at(key))
        : this.value(key);
    const own: Expression = { kind: 'name', name: this.at(key) };
    return [[name, value === undefined ? own : this.value(value)]];
  }

  private member(node: SyntaxNode): Expression {
    const all = this.all(node);
    const of = this.value(all[0]);
    const name = all.find((kid) => kid.name === 'PropertyName' || kid.name === 'PrivatePropertyName');
    if (name !== undefined) return { kind: 'member', of, name: this.at(name) };
    const open = all.findIndex((kid) => kid.name === '[');
    return { kind: 'index', of, key: this.value(all[open + 1]) };
  }

  private call(node: SyntaxNode): Expression {
    const kids = this.kids(node).filter((kid) => kid.name !== 'new' && kid.name !== 'TypeArgList');
    const [callee] = kids;
    const list = kids.find((kid, index) => index > 0 && kid.name === 'ArgList');
    return {
      kind: 'call',
      callee: this.value(callee),
      args: list === undefined ? [] : this.items(list),
      named: [],
      isNew: node.name === 'NewExpression',
    };
  }

  private binary(node: SyntaxNode): Expression {
    const [left, operator, right] = this.kids(node);
    if (operator?.name === 'as' || operator?.name === 'satisfies') return this.value(left);
    const sign = operator === undefined ? '' : this.at(operator);
    if (sign === '+') return { kind: 'join', how: 'add', left: this.value(left), right: this.value(right) };
    const parts = [this.value(left), this.value(right)];
    return /^(?:\|\||&&|\?\?)$/.test(sign) ? { kind: 'either', parts } : { kind: 'group', parts };
  }

  private assigned(node: SyntaxNode): Expression {
    const all = this.all(node);
    const [left] = all;
    const value = this.value(all.at(-1));
    if (left === undefined) return value;
    const before = this.value(left);
    const target =
      left.name === 'ObjectPattern' || left.name === 'ArrayPattern'
        ? this.pattern(left)
        : this.targetOf(before);
    const adds = all.some((kid) => kid.name === 'UpdateOp');
    return {
      kind: 'bind',
      target,
      value: adds ? { kind: 'join', how: 'add', left: before, right: value } : value,
    };
  }

  private functionOf(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    const list = kids.find((kid) => kid.name === 'ParamList');
    const params = list === undefined ? [] : this.paramsOf(list);
    const body = kids.at(-1);
    if (body === undefined) return noExpression;
    if (body.name === 'Block') return { kind: 'function', params, body: this.statements([body]) };
    return { kind: 'function', params, body: [{ kind: 'return', value: this.value(body) }] };
  }

  private paramsOf(list: SyntaxNode): readonly AssignTarget[] {
    return this.kids(list).flatMap((kid) =>
      /^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(kid.name) ? [this.pattern(kid)] : [],
    );
  }

  private pattern(node: SyntaxNode): AssignTarget {
    if (node.name === 'VariableDefinition' || node.name === 'VariableName')
      return { kind: 'name', name: this.at(node) };
    const kids = this.kids(node);
    if (node.name === 'ArrayPattern') return { kind: 'parts', parts: this.places(node) };
    if (node.name !== 'ObjectPattern') return { kind: 'parts', parts: [] };
    return {
      kind: 'parts',
      parts: kids.flatMap((kid): readonly (readonly [string, AssignTarget])[] => {
        const [key, ...rest] = this.kids(kid);
        if (kid.name !== 'PatternProperty' || key === undefined) return [];
        const inner = rest.find((one) =>
          /^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(one.name),
        );
        return [
          [
            this.at(key).replace(/^['"]|['"]$/g, ''),
            inner === undefined ? { kind: 'name', name: this.at(key) } : this.pattern(inner),
          ],
        ];
      }),
    };
  }

  /** What an array is taken apart into, by its index: a place may be left empty. */
  private places(node: SyntaxNode): readonly (readonly [string, AssignTarget])[] {
    let index = 0;
    const parts: (readonly [string, AssignTarget])[] = [];
    for (const kid of this.all(node)) {
      if (kid.name === ',') index += 1;
      else if (isTarget(kid)) parts.push([String(index), this.pattern(kid)]);
    }
    return parts;
  }

  private methodsOf(node: SyntaxNode): readonly (readonly [string, Expression])[] {
    const body = this.kids(node).find((kid) => kid.name === 'ClassBody');
    return (body === undefined ? [] : this.kids(body)).flatMap(
      (kid): readonly (readonly [string, Expression])[] => {
        const name = this.kids(kid).find((one) => one.name === 'PropertyDefinition');
        return kid.name === 'MethodDeclaration' && name !== undefined
          ? [[this.at(name), this.functionOf(kid)]]
          : [];
      },
    );
  }

  private nameIn(kids: readonly SyntaxNode[]): string {
    const name = kids.find((kid) => kid.name === 'VariableDefinition');
    return name === undefined ? 'default' : this.at(name);
  }

  private declaration(node: SyntaxNode): readonly Statement[] {
    const all = this.all(node);
    return all.flatMap((kid, index): readonly Statement[] => {
      if (kid.name !== 'Equals') return [];
      const left = all
        .slice(0, index)
        .findLast((one) => /^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(one.name));
      const value = this.value(all[index + 1]);
      return [
        left === undefined ? { kind: 'do', value } : { kind: 'set', target: this.pattern(left), value },
      ];
    });
  }

  private loop(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node).filter((kid) => !isWord(kid));
    const [spec, ...body] = kids;
    if (spec === undefined) return [];
    const inner = this.kids(spec);
    const target = inner.find((kid) => /^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(kid.name));
    const of = inner.findIndex((kid) => kid.name === 'of' || kid.name === 'in');
    if (of < 0) return [{ kind: 'block', body: this.statements([...inner, ...body]) }];
    return [
      {
        kind: 'loop',
        target: target === undefined ? undefined : this.pattern(target),
        of: this.value(inner[of + 1]),
        body: this.statements(body),
      },
    ];
  }

  private branches([test, body, ...rest]: readonly SyntaxNode[]): readonly Statement[] {
    if (test === undefined || body === undefined) return [];
    const not = /^\(\s*!(?!!)/.test(this.at(test));
    const value = this.value(test);
    // Of `typeof x` and its kin nothing is known by what `x` is.
    const isPlain = /^\(\s*!?[\w$.()]+\s*\)$/.test(this.at(test));
    return [
      {
        kind: 'if',
        test: isPlain ? value : { kind: 'group', parts: [value] },
        not,
        body: this.statements([body]),
        otherwise: this.statements(rest),
      },
    ];
  }

  private imports(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node);
    const source = kids.find((kid) => kid.name === 'String');
    if (source === undefined) return [];
    const module = this.at(source).slice(1, -1);
    return kids.flatMap((kid): readonly Statement[] => {
      if (kid.name === 'VariableDefinition') return [{ kind: 'import', module, as: this.at(kid) }];
      if (kid.name !== 'ImportGroup') return [];
      const names = this.kids(kid);
      return names.flatMap((one, index): readonly Statement[] => {
        if (one.name !== 'VariableDefinition') return [];
        const renamed = names[index - 1]?.name === 'as' ? names[index - 2] : undefined;
        return [{ kind: 'import', module, member: this.at(renamed ?? one), as: this.at(one) }];
      });
    });
  }
}

function isTarget(node: SyntaxNode): boolean {
  return /^(?:VariableDefinition|VariableName|ObjectPattern|ArrayPattern)$/.test(node.name);
}

/** A word of the language itself. */
function isWord(node: SyntaxNode): boolean {
  return /^[a-z]/.test(node.name) && node.name !== 'this' && node.name !== 'null';
}
