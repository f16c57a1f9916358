module example.com/shop // the shop

go 1.22.1
toolchain go1.23.4

require example.com/single v1.0.0

require (
	github.com/BurntSushi/toml v1.3.2
	"golang.org/x/net" v0.17.0 // indirect
	example.com/old v1.0.0
	example.com/pinned v1.5.0
	example.com/here v0.1.0
	example.com/out v0.3.0
)

replace example.com/old => example.com/new/v2 v2.1.0
replace (
	example.com/pinned v1.4.0 => example.com/never v0.0.1
	example.com/here => ../here
)
exclude example.com/out v0.3.0
retract [v0.1.0, v0.2.0]
tool example.com/single/cmd
nonsense line
require only-a-path
