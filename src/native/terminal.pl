# Stands in front of one program that reaches production: asks the gate of the window that holds the directory, then becomes
# the real program, so that no process stays between. Whatever fails ends here, and the program is not started. It loads no
# module, and a test holds that it is strict. The head that was written before these lines says where Countersign lives (%cs),
# and what is said (%words).
$SIG{__WARN__} = sub { };

our (%cs, %words);
my $name = substr $0, 1 + rindex $0, '/';

my $real = real_program();
unless (defined $real) {
  print STDERR "$name: command not found\n";
  exit 127;
}
ask() if is_guarded();
exec {$real} $real, @ARGV;
print STDERR "$name: $!\n";
exit 126;

# The program that the shell would have started without the guard.
sub real_program {
  my $path = defined $ENV{PATH} ? $ENV{PATH} : '/usr/local/bin:/usr/bin:/bin';
  my @self = stat $0;
  for my $folder (split /:/, $path, -1) {
    my $file = ($folder eq '' ? '.' : $folder) . "/$name";
    next unless -f $file && -x _;
    my @found = stat _;
    next if $found[0] == $self[0] && $found[1] == $self[1];
    return $file unless is_launcher($file);
  }
  return undef;
}

# A copy of this file, of whatever home.
sub is_launcher {
  my ($file) = @_;
  open my $handle, '<:raw', $file or return 0;
  read $handle, my $start, 120;
  return index($start, "\n$cs{mark}\n") >= 0;
}

# Everyone's calls, or those of agents, by the variables that agents set for what they start.
sub is_guarded {
  my $mode = slurp("$cs{root}/guard/mode", 32);
  return 0 if $mode eq "off\n";
  return 1 if $mode eq "everyone\n";
  for my $marker (@{ $cs{markers} }) {
    return 1 if defined $ENV{$marker} && is_set($ENV{$marker});
  }
  return is_started_by_agent();
}

# A command can unset the marks that it was given; the shells above it, up to the terminal's own, still have theirs. Agents
# that set none are known by their name.
sub is_started_by_agent {
  my ($pid, $is_in_terminal) = (getppid, 1);
  my $marked = join '|', @{ $cs{markers} };
  my %is_agent = map { $_ => 1 } @{ $cs{agents} };
  for (1 .. 16) {
    my ($program, $parent, $session) =
      slurp("/proc/$pid/stat", 4096) =~ /\A\d+ \((.*)\) \S (\d+) \d+ (\d+) /s or return 0;
    return 1 if $is_agent{$program};
    for my $line ($is_in_terminal ? split /\0/, slurp("/proc/$pid/environ", 262_144) : ()) {
      return 1 if $line =~ /\A(?:$marked)=(.*)\z/s && is_set($1);
    }
    $is_in_terminal = 0 if $session == $pid;
    return 0 if $parent <= 1;
    $pid = $parent;
  }
  return 0;
}

sub is_set { return $_[0] !~ /\A(?:0|false|)\z/i }

# Returns when the program may start, and only then.
sub ask {
  my ($cwd, $physical) = directories();
  my ($session) = grep { defined && $_ ne '' } map { $ENV{$_} } @{ $cs{sessions} };
  my $payload = object(
    argv => list($name, @ARGV),
    stdin => text(standard_input()),
    cwd => text($cwd),
    session => text(defined $session ? $session : ''),
    call => text(nonce()),
  );
  my $told = 0;
  my $answer = answer_to({
    agent => 'terminal',
    cwds => [$cwd, $physical],
    payload => $payload,
    watch => watch($cs{budget_s}),
    held => sub {
      my ($request) = @_;
      print STDERR "$words{waiting_before}$request$words{waiting_after}\n" unless $told++ || $request !~ /\A[\w-]{1,64}\z/;
    },
  });
  go_or_end($answer);
}

# The file that stands at standard input, /dev/stdin for a pipe, nothing for a terminal or /dev/null. None of it is read.
sub standard_input {
  my @found = stat STDIN or return '';
  my $kind = $found[2] & 0170000;
  return '' if $kind == 0020000;
  my $file = $kind == 0100000 ? readlink '/proc/self/fd/0' : undef;
  my @there = defined $file ? stat $file : ();
  return @there && $there[0] == $found[0] && $there[1] == $found[1] ? $file : '/dev/stdin';
}

# The working directory as the shell names it, and as it is without links.
sub directories {
  my $physical = working_directory();
  my @here = stat '.';
  my @reached = defined $physical && $physical =~ m{\A/} ? stat $physical : ();
  fail('no-directory') unless @here && @reached && $here[0] == $reached[0] && $here[1] == $reached[1];
  my $named = defined $ENV{PWD} ? $ENV{PWD} : '';
  my @there = $named =~ m{\A/} && $named !~ m{/\.\.?(?:/|\z)} ? stat $named : ();
  my $is_same = @there && $there[0] == $here[0] && $there[1] == $here[1];
  return ($is_same ? $named : $physical, $physical);
}

# Nothing but an empty object and an allow let a program start.
sub go_or_end {
  my ($answer) = @_;
  refuse($answer->{stderr}) if is_number($answer->{exitCode}, 2);
  my $said = decode($answer->{stdout});
  return if !%$said || is_same($said->{decision}, 'allow');
  refuse($said->{reason}) if is_same($said->{decision}, 'deny');
  fail('gate-garbage');
}

sub fail {
  my ($code) = @_;
  print STDERR "$words{$code}\n";
  exit 126;
}

sub refuse {
  my ($reason) = @_;
  fail('gate-garbage') unless is_text($reason) && $reason =~ /\S/;
  # Text of others must not steer the terminal.
  $reason =~ s/[\x00-\x08\x0b-\x1f\x7f]+/ /g;
  $reason =~ s/(?<!\s)\s+\z//;
  print STDERR "$reason\n";
  exit 126;
}

