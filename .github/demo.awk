# Draws an excerpt of what the demo prints as an SVG: see "make picture".

# The commands, the configuration and the results.
/^\$ /                                { y += 10; configuration = /main\.tf/; add("command"); next }
configuration && NF                   { add("plain"); next }
/^Plan: /                             { add("plain") }
/^(Apply complete|No changes|Destroy complete)/ { add("good") }
/^(Tracks in the library|Requests sent)|♫/      { add("note") }

function add(class) {
  gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); gsub(/>/, "\\&gt;")
  y += 19
  if (length($0) > width) width = length($0)
  body = body sprintf("<text class=\"%s\" x=\"22\" y=\"%d\" xml:space=\"preserve\">%s</text>\n", class, y, $0)
}

END {
  if (body !~ /Destroy complete/) { print "this is not a whole demo" > "/dev/stderr"; exit 1 }
  w = int(width * 8.1) + 44; h = y + 24
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n", w, h, w, h
  print "<title>Terraform saves three tracks, finds nothing left to do, and removes them</title>"
  print "<style>"
  print "text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #c9d1d9 }"
  print ".command { fill: #f0f6fc; font-weight: bold } .good { fill: #3fb950; font-weight: bold } .note { fill: #79c0ff }"
  print "</style>"
  printf "<rect x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#0d1117\" stroke=\"#3d444d\"/>\n%s</svg>\n", w - 1, h - 1, body
}
