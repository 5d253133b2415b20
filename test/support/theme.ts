/** What an editor's theme gives a view, where a picture is taken without an editor: close to VS Code's own dark one. */
const dark = {
  foreground: '#cccccc',
  descriptionForeground: '#9d9d9d',
  disabledForeground: '#7a7a7a',
  errorForeground: '#f85149',
  focusBorder: '#0078d4',
  'font-size': '13px',
  'font-family': 'system-ui, sans-serif',
  'editor-background': '#1f1f1f',
  'editor-font-family': 'monospace',
  'editor-font-size': '12px',
  'editorWarning-foreground': '#cca700',
  'editorWidget-background': '#202020',
  'button-background': '#0078d4',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#026ec1',
  'button-secondaryBackground': '#313131',
  'button-secondaryForeground': '#cccccc',
  'charts-green': '#89d185',
  'diffEditor-insertedLineBackground': '#23863633',
  'diffEditor-removedLineBackground': '#da363333',
  'diffEditor-removedTextBackground': '#da363366',
  'input-background': '#313131',
  'input-border': '#3c3c3c',
  'input-foreground': '#cccccc',
  'list-hoverBackground': '#2a2d2e',
  'panel-border': '#2b2b2b',
  'testing-iconPassed': '#73c991',
  'textBlockQuote-border': '#616161',
  'textCodeBlock-background': '#2b2b2b',
  'textLink-foreground': '#4daafc',
  'widget-border': '#313131',
} as const;

/** A script that puts the theme's colours on the page that runs it. */
export const darkTheme = `for (const [name, value] of Object.entries(${JSON.stringify(dark)}))
  document.documentElement.style.setProperty('--vscode-' + name, value);
document.body.style.background = '${dark['editor-background']}';
document.body.style.color = '${dark.foreground}';
document.documentElement.style.colorScheme = 'dark';`;
