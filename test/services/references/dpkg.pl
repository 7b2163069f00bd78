# Compares two versions a line by the library that dpkg brings for scripts.
use strict;
use warnings;
use Dpkg::Version;

while (my $line = <STDIN>) {
    my ($first, $second) = map { scalar Dpkg::Version->new($_, check => 1) } split ' ', $line;
    print defined $first && defined $second ? $first <=> $second : 'undefined', "\n";
}
