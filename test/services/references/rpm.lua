-- Compares two versions a line, in the Lua that rpm has built in. rpm reads whatever it is given.
for line in io.lines() do
  local first, second = line:match('(%S+) (%S+)')
  print(rpm.vercmp(first, second) .. '\n')
end
