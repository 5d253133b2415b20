import type { SyntaxNode } from '@lezer/common';
import type { AssignTarget, Expression, Statement } from '../../core/command/foreign/program.js';
import { literal, noExpression, ProgramReader, unescaped } from './walk.js';

/** PHP's tree in the small form. Variables keep their mark, so that no function has their name. */
export class PhpReader extends ProgramReader {
  statement(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node).filter((kid) => !isWord(kid));
    switch (node.name) {
      case 'NamespaceUseDeclaration':
        return this.imports(node);
      case 'FunctionDefinition':
        return [{ kind: 'define', name: this.nameIn(kids), value: this.functionOf(node) }];
      case 'ClassDeclaration':
        return [{ kind: 'class', name: this.nameIn(kids), methods: this.methodsOf(node) }];
      case 'ForeachStatement':
        return this.loop(node);
      case 'ReturnStatement':
        return [{ kind: 'return', value: this.value(kids[0]) }];
      case 'Block':
      case 'IfStatement':
      case 'TryStatement':
      case 'WhileStatement':
      case 'DoStatement':
      case 'ForStatement':
      case 'SwitchStatement':
      case 'ColonBlock':
        return [{ kind: 'block', body: this.statements(kids) }];
      case 'ExpressionStatement':
      case 'EchoStatement':
        return kids.map((kid) => ({ kind: 'do', value: this.value(kid) }));
      default:
        return [{ kind: 'do', value: this.value(node) }];
    }
  }

  expression(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    switch (node.name) {
      case 'VariableName':
      case 'Name':
        return { kind: 'name', name: this.at(node) };
      case 'QualifiedName':
        return { kind: 'name', name: this.at(node).replace(/^\\/, '') };
      case 'String':
      case 'Heredoc':
        return this.string(node);
      case 'Integer':
      case 'Float':
      case 'Boolean':
        return { kind: 'constant', text: this.at(node) };
      case 'ArrayExpression':
        return this.array(node);
      case 'MemberExpression':
        return this.member(node);
      case 'ScopedExpression':
        return {
          kind: 'member',
          of: this.value(kids[0]),
          name: kids[1] === undefined ? '' : this.at(kids[1]),
        };
      case 'SubscriptExpression':
        return { kind: 'index', of: this.value(kids[0]), key: this.value(kids[1]) };
      case 'CallExpression':
      case 'NewExpression':
        return this.call(node);
      case 'ParenthesizedExpression':
      case 'UnaryExpression':
      case 'CloneExpression':
        return this.value(kids.find((kid) => !/Op$/.test(kid.name)));
      case 'BinaryExpression':
        return this.binary(node);
      case 'ConditionalExpression':
        return {
          kind: 'either',
          parts: kids.filter((kid) => !/Op$/.test(kid.name)).map((kid) => this.value(kid)),
        };
      case 'AssignmentExpression':
      case 'UpdateExpression':
        return this.assigned(node);
      case 'ArrowFunction':
      case 'FunctionExpression':
        return this.functionOf(node);
      case 'ShellExpression':
        return {
          kind: 'shell',
          text: literal(
            this.at(node)
              .slice(1, -1)
              .replace(/\{?\$\w+\}?/g, '\uFFFC'),
          ),
        };
      default:
        return this.group(node);
    }
  }

  private string(node: SyntaxNode): Expression {
    const raw = this.at(node);
    if (raw.startsWith("'")) return literal(raw.slice(1, -1).replace(/\\(['\\])/g, '$1'));
    const inserted = this.all(node).filter((kid) =>
      /^(?:VariableName|Interpolation|MemberExpression|SubscriptExpression)$/.test(kid.name),
    );
    const head = raw.startsWith('<<<') ? (/^<<<[^\n]*\n/.exec(raw)?.[0].length ?? 0) : 1;
    const parts: (string | Expression)[] = [];
    let from = node.from + head;
    for (const kid of inserted) {
      if (kid.from > from) parts.push(unescaped(this.text.slice(from, kid.from)));
      parts.push(this.value(kid.name === 'Interpolation' ? this.kids(kid)[0] : kid));
      from = kid.to;
    }
    const to = raw.startsWith('<<<') ? node.from + Math.max(head, raw.lastIndexOf('\n')) : node.to - 1;
    if (to > from) parts.push(unescaped(this.text.slice(from, to)));
    return { kind: 'text', parts };
  }

  private array(node: SyntaxNode): Expression {
    const [only] = this.kids(node).filter((kid) => kid.name === 'ValueList');
    const kids = this.kids(only ?? node).filter((kid) => !isWord(kid));
    if (!kids.some((kid) => kid.name === 'Pair'))
      return { kind: 'list', items: kids.map((kid) => this.value(kid)) };
    return {
      kind: 'record',
      entries: kids.map((kid, index) => {
        const [key, value] = kid.name === 'Pair' ? this.kids(kid) : [];
        return key === undefined
          ? [literal(String(index)), this.value(kid)]
          : [this.value(key), this.value(value)];
      }),
    };
  }

  private member(node: SyntaxNode): Expression {
    const [of, name] = this.kids(node);
    if (name?.name === 'VariableName') return { kind: 'index', of: this.value(of), key: this.value(name) };
    return { kind: 'member', of: this.value(of), name: name === undefined ? '' : this.at(name) };
  }

  private call(node: SyntaxNode): Expression {
    const kids = this.kids(node).filter((kid) => kid.name !== 'new');
    const [callee] = kids;
    const list = kids.find((kid, index) => index > 0 && kid.name === 'ArgList');
    // `unlink(...)` is the function itself.
    if (list !== undefined && /^\(\s*\.\.\.\s*\)$/.test(this.at(list))) return this.value(callee);
    const given = list === undefined ? [] : this.kids(list);
    const named = given.flatMap((kid): readonly (readonly [string, Expression])[] => {
      const [name, value] = kid.name === 'NamedArgument' ? this.kids(kid) : [];
      return name === undefined ? [] : [[this.at(name), this.value(value)]];
    });
    const args = given.filter((kid) => kid.name !== 'NamedArgument').map((kid) => this.value(kid));
    return { kind: 'call', callee: this.value(callee), args, named, isNew: node.name === 'NewExpression' };
  }

  private binary(node: SyntaxNode): Expression {
    const [left, operator, right] = this.kids(node);
    if (operator?.name === 'ConcatOp')
      return { kind: 'join', how: 'add', left: this.value(left), right: this.value(right) };
    return { kind: 'either', parts: [this.value(left), this.value(right)] };
  }

  private assigned(node: SyntaxNode): Expression {
    const all = this.all(node);
    const before = this.value(all[0]);
    const value = this.value(all.at(-1));
    const adds = all.some((kid) => kid.name === 'UpdateOp' && /^\.=$/.test(this.at(kid)));
    return {
      kind: 'bind',
      target: this.targetOf(before),
      value: adds ? { kind: 'join', how: 'add', left: before, right: value } : value,
    };
  }

  private functionOf(node: SyntaxNode): Expression {
    const kids = this.kids(node);
    const list = kids.find((kid) => kid.name === 'ParamList');
    const params = (list === undefined ? [] : this.kids(list)).flatMap((kid): readonly AssignTarget[] => {
      const name = this.kids(kid).find((one) => one.name === 'VariableName');
      return name === undefined ? [] : [{ kind: 'name', name: this.at(name) }];
    });
    const body = kids.at(-1);
    if (body === undefined) return noExpression;
    if (body.name === 'Block') return { kind: 'function', params, body: this.statements([body]) };
    return { kind: 'function', params, body: [{ kind: 'return', value: this.value(body) }] };
  }

  private methodsOf(node: SyntaxNode): readonly (readonly [string, Expression])[] {
    const list = this.kids(node).find((kid) => kid.name === 'DeclarationList');
    return (list === undefined ? [] : this.kids(list)).flatMap(
      (kid): readonly (readonly [string, Expression])[] =>
        kid.name === 'MethodDeclaration' ? [[this.nameIn(this.kids(kid)), this.functionOf(kid)]] : [],
    );
  }

  private nameIn(kids: readonly SyntaxNode[]): string {
    const name = kids.find((kid) => kid.name === 'Name');
    return name === undefined ? '' : this.at(name);
  }

  private loop(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node).filter((kid) => !isWord(kid));
    const [spec, ...body] = kids;
    const inner = spec === undefined ? [] : this.kids(spec).filter((kid) => !isWord(kid));
    const [of, target] = inner;
    const named = target?.name === 'Pair' ? this.kids(target).at(-1) : target;
    return [
      {
        kind: 'loop',
        target: named === undefined ? undefined : this.targetOf(this.value(named)),
        of: this.value(of),
        body: this.statements(body),
      },
    ];
  }

  private imports(node: SyntaxNode): readonly Statement[] {
    const kids = this.kids(node);
    return kids.flatMap((kid, index): readonly Statement[] => {
      if (kid.name !== 'QualifiedName' && !(kid.name === 'Name' && kids[index - 1]?.name !== 'as')) return [];
      const module = this.at(kid).replace(/^\\/, '');
      const own = kids[index + 1]?.name === 'as' ? kids[index + 2] : undefined;
      return [
        {
          kind: 'import',
          module,
          as: own === undefined ? (module.split('\\').at(-1) ?? module) : this.at(own),
        },
      ];
    });
  }
}

function isWord(node: SyntaxNode): boolean {
  return /^[a-z]/.test(node.name);
}
