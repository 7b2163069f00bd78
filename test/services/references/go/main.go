// Compares two versions a line by the library that the go command has in common with others.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/semver"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		first, second, _ := strings.Cut(lines.Text(), " ")
		if semver.IsValid(first) && semver.IsValid(second) {
			fmt.Println(semver.Compare(first, second))
		} else {
			fmt.Println("undefined")
		}
	}
}
