# Compares two versions a line by RubyGems.
$stdin.each_line do |line|
  first, second = line.split
  puts Gem::Version.new(first) <=> Gem::Version.new(second)
rescue ArgumentError
  puts 'undefined'
end
