<?php
// Compares two versions a line by composer/semver, which Composer itself uses. Its argument is the loader of the library.

use Composer\Semver\Comparator;
use Composer\Semver\VersionParser;

require $argv[1];

$parser = new VersionParser();
while ($line = fgets(STDIN)) {
    try {
        [$first, $second] = array_map([$parser, 'normalize'], explode(' ', trim($line)));
        echo Comparator::greaterThan($first, $second) - Comparator::lessThan($first, $second), "\n";
    } catch (UnexpectedValueException $refused) {
        echo "undefined\n";
    }
}
