// Checks a log of ours with code that is not ours: the checkpoint database of Go. Prints `ok` and what it looked at.
//
// Usage: proof-go FOLDER LOGKEY WITNESSKEY PROOFS, or for one event: proof-go EVENT.tlog-proof LOGKEY WITNESSKEY
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// What the log says of itself, in JSON: every claim is to be held against the tree.
type proofs struct {
	Entries   [][]byte
	Inclusion []struct {
		Index, Size int64
		Root        []byte
		Proof       [][]byte
	}
	Consistency []struct {
		From, To         int64
		FromRoot, ToRoot []byte
		Proof            [][]byte
	}
}

func main() {
	log.SetFlags(0)
	var told string
	var err error
	switch len(os.Args) {
	case 4:
		told, err = checkEvent(os.Args[1], os.Args[2], os.Args[3])
	case 5:
		told, err = check(os.Args[1], os.Args[2], os.Args[3], os.Args[4])
	default:
		err = errors.New("usage: proof-go FOLDER LOGKEY WITNESSKEY PROOFS, or proof-go EVENT.tlog-proof LOGKEY WITNESSKEY")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("ok", told)
}

func check(folder, logKey, witnessKey, proofFile string) (string, error) {
	tree, err := checkpoint(folder, logKey, witnessKey)
	if err != nil {
		return "", err
	}
	var given proofs
	if text, err := os.ReadFile(proofFile); err != nil {
		return "", err
	} else if err := json.Unmarshal(text, &given); err != nil {
		return "", err
	}
	if err := tiles(folder, tree, given.Entries); err != nil {
		return "", err
	}
	for _, p := range given.Inclusion {
		leaf := tlog.RecordHash(given.Entries[p.Index])
		if err := tlog.CheckRecord(hashes(p.Proof), p.Size, hash(p.Root), p.Index, leaf); err != nil {
			return "", fmt.Errorf("leaf %d in %d: %w", p.Index, p.Size, err)
		}
		for i := range p.Proof {
			p.Proof[i][i%32] ^= 1
			if tlog.CheckRecord(hashes(p.Proof), p.Size, hash(p.Root), p.Index, leaf) == nil {
				return "", fmt.Errorf("leaf %d in %d: a tampered proof passes", p.Index, p.Size)
			}
			p.Proof[i][i%32] ^= 1
		}
	}
	for _, p := range given.Consistency {
		if err := tlog.CheckTree(hashes(p.Proof), p.To, hash(p.ToRoot), p.From, hash(p.FromRoot)); err != nil {
			return "", fmt.Errorf("%d to %d: %w", p.From, p.To, err)
		}
		p.FromRoot[0] ^= 1
		if tlog.CheckTree(hashes(p.Proof), p.To, hash(p.ToRoot), p.From, hash(p.FromRoot)) == nil {
			return "", fmt.Errorf("%d to %d: another tree passes", p.From, p.To)
		}
	}
	return fmt.Sprintf("%d leaves, %d inclusion proofs, %d consistency proofs", tree.N, len(given.Inclusion), len(given.Consistency)), nil
}

// c2sp.org/tlog-proof of one event, its entry in the extra line.
func checkEvent(file, logKey, witnessKey string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	head, signed, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return "", errors.New("not a proof")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return "", err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return "", err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return "", err
		}
		proof = append(proof, h)
	}
	tree, err := open([]byte(signed), logKey, witnessKey)
	if err != nil {
		return "", err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return "", err
	}
	return fmt.Sprintf("leaf %d of %d", index, tree.N), nil
}

// The checkpoint, signed by the log and cosigned by the witness.
func checkpoint(folder, logKey, witnessKey string) (tlog.Tree, error) {
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint.cosigned"))
	if err != nil {
		return tlog.Tree{}, err
	}
	return open(text, logKey, witnessKey)
}

func open(text []byte, logKey, witnessKey string) (tlog.Tree, error) {
	var none tlog.Tree
	signer, err := note.NewVerifier(logKey)
	if err != nil {
		return none, err
	}
	cosigner, err := newCosigner(witnessKey)
	if err != nil {
		return none, err
	}
	opened, err := note.Open(text, note.VerifierList(signer, cosigner))
	if err != nil {
		return none, err
	}
	if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
		return none, fmt.Errorf("expected 2 signatures, found %d, and %d of strangers", len(opened.Sigs), len(opened.UnverifiedSigs))
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != signer.Name() {
		return none, fmt.Errorf("not a checkpoint of %s: %q", signer.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return none, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// Reads every leaf through the tiles, which the reader holds against the root.
func tiles(folder string, tree tlog.Tree, entries [][]byte) error {
	if int64(len(entries)) != tree.N {
		return fmt.Errorf("expected %d entries, found %d", tree.N, len(entries))
	}
	reader := tlog.TileHashReader(tree, &tileFiles{folder})
	for i, entry := range entries {
		found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		if err != nil {
			return fmt.Errorf("leaf %d: %w", i, err)
		}
		if found[0] != tlog.RecordHash(entry) {
			return fmt.Errorf("leaf %d is not the hash of its entry", i)
		}
	}
	return nil
}

type tileFiles struct{ folder string }

func (t *tileFiles) Height() int { return 8 }

func (t *tileFiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		// Go's paths name the height first; those of C2SP do not.
		bytes, err := os.ReadFile(filepath.Join(t.folder, "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		found = append(found, bytes)
	}
	return found, nil
}

func (t *tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

// c2sp.org/tlog-cosignature, type 0x04, from its text.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func newCosigner(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a verifier key: " + vkey)
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("not the key of a witness: " + vkey)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if fmt.Sprintf("%x", sum[:4]) != parts[1] {
		return nil, errors.New("wrong key id: " + vkey)
	}
	return &cosigner{parts[0], binary.BigEndian.Uint32(sum[:4]), key[1:]}, nil
}

func hash(bytes []byte) (h tlog.Hash) {
	copy(h[:], bytes)
	return h
}

func hashes(all [][]byte) (found []tlog.Hash) {
	for _, bytes := range all {
		found = append(found, hash(bytes))
	}
	return found
}
