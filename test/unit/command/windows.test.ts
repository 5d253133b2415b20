import { memoryWorld } from '../../support/world.js';
import { quietRows, rows } from './reading.js';

describe('PowerShell', () => {
  rows(
    [
      ['Remove-Item -Recurse -Force C:\\d', 'Remove-Item -Recurse -Force C:\\d'],
      ['ri C:\\d; rd C:\\e', 'ri C:\\d', 'rd C:\\e'],
      ['a && b || c | d', 'a', 'b', 'c', 'd'],
      ["$x = 'kubectl'; & $x delete ns p", 'kubectl delete ns p'],
      ["$env:P='prod'; aws s3 ls", 'aws s3 ls'],
      ['iwr u | iex', 'iex (network)', '! opaque-code'],
      ["iex (New-Object Net.WebClient).DownloadString('u')", '! opaque-code'],
      ["iex 'Remove-Item y'", 'Invoke-Expression: Remove-Item y'],
      ['powershell -enc UgBlAG0AbwB2AGUALQBJAHQAZQBtACAAeQA=', 'powershell -EncodedCommand: Remove-Item y'],
      ['powershell -NoProfile -Command "Remove-Item y"', 'powershell -Command: Remove-Item y'],
      ['if (a) { Remove-Item y } else { b }', 'a', 'Remove-Item y', 'b'],
      ['re`move-item y', 'remove-item y'],
      ["& ('Remo'+'ve-Item') y", 'Remove-Item y'],
      ["[IO.File]::Delete('y')", '[IO]::Delete: Remove-Item -Recurse y'],
      ['(Get-Item y).Delete()', '.Delete: Remove-Item -Recurse y'],
      ["Start-Process cmd -ArgumentList '/c del y'", 'Start-Process > cmd /c: del y'],
      [
        'Invoke-Command -ComputerName s -ScriptBlock { Remove-Item y }',
        'Invoke-Command: Remove-Item y @ssh=s',
      ],
      ['gci *.log | ri', 'ri ?'],
      ['gci | % { ri $_ }', 'ri ?'],
      ['"a $(Remove-Item y)"', 'Remove-Item y'],
      ['x > y', 'x >y'],
      ['bash -c "rm y"', 'bash -c: rm y'],
      ['Remove-Item "y', '! parse-error'],
      ['Remove-Item y # z\nb', 'Remove-Item y', 'b'],
      ['$u y', 'not $u y'],
      ['& $u y', '! opaque-program'],
      ['git commit -m "a; b"', 'git commit -m a; b'],
    ],
    memoryWorld(),
    'pwsh',
  );
  quietRows(
    [
      'npm run build --flag=value -- x',
      'Get-ChildItem -Recurse | Where-Object { $_.Length -gt 10 } | Select-Object Name',
      '$x = 1 + 2',
      'git status',
      'foreach ($i in 1..3) { Write-Host $i }',
      './x.sh; ls',
    ],
    memoryWorld(),
    'pwsh',
  );
});

describe('cmd.exe', () => {
  rows(
    [
      ['del /f /q y', 'del /f /q y'],
      ['rd/s/q y', 'rd /s /q y'],
      ['d^el y', 'del y'],
      ['a & b && c || d | e', 'a', 'b', 'c', 'd', 'e'],
      ['set X=p\nkubectl delete ns %X%', 'kubectl delete ns p'],
      ['kubectl delete ns %U%', 'kubectl delete ns ?'],
      ['%U% y', '! opaque-program'],
      ['if exist a (del y) else b', 'del y', 'b'],
      ['for %i in (a b) do del %i', 'del ?'],
      ['call x.bat', 'x.bat'],
      ['start "" x y', 'x y'],
      ['cmd /c "del y"', 'cmd /c: del y'],
      ['powershell -c "ri y"', 'powershell -Command: ri y'],
      ['x > y', 'x >y'],
      ['"C:\\Program Files\\Git\\git.exe" push', 'C:\\Program Files\\Git\\git.exe push'],
      ['del "y', '! parse-error'],
    ],
    memoryWorld(),
    'cmd',
  );
  quietRows(['dir /b', 'npm test', 'echo hi', 'git log --oneline'], memoryWorld(), 'cmd');
});
